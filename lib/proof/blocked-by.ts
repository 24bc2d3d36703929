import { type GateSpec, readPhases } from '../phase/phase.ts'

const specs = readPhases().flatMap((phase) => phase.gates)

/** Every gate that needs one of these gates, directly or through others: while they are not green, it is skipped. */
export function blockedBy(...ids: readonly string[]): Readonly<Record<string, 'skip'>> {
  const blocked = new Set(ids)
  const waits = ({ id, needs }: GateSpec) => !blocked.has(id) && needs.some((needed) => blocked.has(needed))
  for (let more = specs.filter(waits); more.length > 0; more = specs.filter(waits)) for (const { id } of more) blocked.add(id)
  return Object.fromEntries([...blocked].filter((id) => !ids.includes(id)).map((id) => [id, 'skip']))
}
