import { type GateSpec, readPhases } from '../phase/phase.ts'

const specs = readPhases().flatMap((phase) => phase.gates)

/** The gates that need one of the given gates, directly or through others. Such a gate is skipped while a gate that it needs is not green. */
export function blockedBy(...ids: readonly string[]): Readonly<Record<string, 'skip'>> {
  const blocked = new Set(ids)
  const waits = ({ id, needs }: GateSpec) => !blocked.has(id) && needs.some((needed) => blocked.has(needed))
  for (let more = specs.filter(waits); more.length > 0; more = specs.filter(waits)) for (const { id } of more) blocked.add(id)
  return Object.fromEntries([...blocked].filter((id) => !ids.includes(id)).map((id) => [id, 'skip']))
}
