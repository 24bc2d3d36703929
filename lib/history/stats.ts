import type { PastRun, Sighting } from '../report/past.ts'

/** What the past runs of one gate show. */
export interface GateStats {
  readonly gate: string
  readonly phase: string
  readonly runs: number
  /** The number of changes between green and red. Runs in which the gate was neither are left out. */
  readonly changes: number
  /** How often the gate went from green to red. A gate that did so more than once is flaky. */
  readonly flaps: number
  readonly medianMs: number
  /** How long the gate was red each time, from the first red run to the next green one. Newest first; empty when it never turned green again. */
  readonly timesToGreenMs: readonly number[]
  /** The start of the run that first saw the gate red; undefined when the gate is not red now. */
  readonly redSince: string | undefined
}

type State = { readonly run: PastRun; readonly isGreen: boolean }

/**
 * The stats of one gate from its sightings, newest first. Runs in which it could not look or was skipped are neither green nor red, and are passed
 * over.
 */
export function statsOf(sightings: readonly Sighting[]): GateStats | undefined {
  const [newest] = sightings
  if (newest === undefined) return undefined
  const states = sightings
    .toReversed()
    .filter(({ gate }) => gate.verdict === 'pass' || gate.verdict === 'warn' || gate.verdict === 'fail')
    .map(({ run, gate }): State => ({ run, isGreen: gate.verdict !== 'fail' }))
  const turns = states.filter((state, nth) => nth > 0 && states[nth - 1]?.isGreen !== state.isGreen)
  const { times, redSince } = redTimes(states)
  return {
    gate: newest.gate.gate,
    phase: newest.gate.phase,
    runs: sightings.length,
    changes: turns.length,
    flaps: turns.filter(({ isGreen }) => !isGreen).length,
    medianMs: median(sightings.filter(({ gate }) => gate.verdict !== 'skip').map(({ gate }) => gate.durationMs)),
    timesToGreenMs: times.toReversed(),
    redSince,
  }
}

export function isFlaky({ flaps }: Pick<GateStats, 'flaps'>): boolean {
  return flaps > 1
}

function redTimes(states: readonly State[]): { readonly times: readonly number[]; readonly redSince: string | undefined } {
  const times: number[] = []
  let redSince: string | undefined
  for (const { run, isGreen } of states) {
    if (!isGreen) redSince ??= run.startedAt
    else if (redSince !== undefined) {
      times.push(Math.max(0, Date.parse(run.startedAt) - Date.parse(redSince)))
      redSince = undefined
    }
  }
  return { times, redSince }
}

/** 0 for an empty list. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
