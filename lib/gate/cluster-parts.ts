import type { Sense } from '../adapters/heard.ts'
import type { Finding } from '../report/result.ts'
import { unpaused } from './unpaused.ts'

/** One of the objects that make up a workload cluster, as the management cluster lists it. */
interface Part {
  readonly kind: string
  /** The name by which kubectl finds the kind. */
  readonly resource: string
  readonly namespace: string
  readonly name: string
  readonly states: readonly { readonly saw: string; readonly is: Sense; readonly since?: Date }[]
}

interface Judged {
  readonly at: string
  readonly fix: string
  readonly states: readonly { readonly saw: string; readonly is: Sense; readonly isLate: boolean }[]
}

/** The objects with each of their states judged by how long the state has lasted. */
export function judgedParts<One extends Part>(parts: readonly One[], now: Date, changeMinutes: number) {
  return parts.map(({ states, ...one }) => ({
    ...one,
    at: `${one.kind} ${one.namespace}/${one.name}`,
    fix: `kubectl -n ${one.namespace} describe ${one.resource} ${one.name}`,
    states: states.map(({ saw, is, since }) => {
      const minutes = since === undefined ? 0 : Math.floor((+now - +since) / 60_000)
      const isLate = is === 'waiting' && minutes >= changeMinutes
      const isOnTime = is === 'waiting' && since !== undefined && !isLate
      return { is, isLate, isOnTime, saw: isLate ? `${saw} for ${minutes} minutes` : saw }
    }),
  }))
}

/** One finding for each object, with all its states that are meant. */
export function troubledParts(parts: readonly Judged[], isMeant: (state: Judged['states'][number]) => boolean): readonly Finding[] {
  return parts.flatMap(({ at, fix, states }) => {
    const saw = states.filter(isMeant).map((one) => one.saw)
    return saw.length === 0 ? [] : [{ at, saw: saw.join('; '), fix }]
  })
}

/** One finding for each paused object, with the command that takes the pause off. */
export function pausedParts(
  parts: readonly (Omit<Part, 'states'> & { readonly at: string; readonly pausedBy?: 'spec' | 'annotation' })[],
): readonly Finding[] {
  return parts.flatMap(({ at, pausedBy, ...one }) =>
    pausedBy === undefined ? [] : [{ at, saw: `is paused, so ${stoppedBy(one.kind, pausedBy)}`, fix: unpaused(one, pausedBy) }],
  )
}

/** Kinds that `spec.paused` pauses only in part. Each text says what no longer happens, and what happens at once when the pause ends. */
const partlyPaused: Readonly<Record<string, string>> = {
  MachineDeployment:
    'no change of its template reaches a Machine. If the template has changed, the MachineDeployment replaces its Machines as soon as the pause ends',
  HelmRelease:
    'no change of it reaches the cluster. If the object has changed, the add-on provider installs the change as soon as the pause ends',
  Manifests:
    'no change of it reaches the cluster. If the object has changed, the add-on provider installs the change as soon as the pause ends',
}

function stoppedBy(kind: string, by: 'spec' | 'annotation'): string {
  return (by === 'spec' ? partlyPaused[kind] : undefined) ?? 'nothing repairs or changes it'
}
