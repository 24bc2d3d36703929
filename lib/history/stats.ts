import type { PastRun, Sighting } from '../report/past.ts'

/** What the past of one gate shows. */
export interface GateStats {
  readonly gate: string
  readonly phase: string
  readonly runs: number
  /** Changes between green and red, over the runs in which it was one of them. */
  readonly changes: number
  /** How often it went from green to red. A gate that did so more than once is flaky. */
  readonly flaps: number
  readonly medianMs: number
  /** From the first red run to the first green one after it, newest first; empty when it never came back. */
  readonly timesToGreenMs: readonly number[]
  /** When the runs began that first saw it red, if it still is; undefined when it is not. */
  readonly redSince: string | undefined
}

type State = { readonly run: PastRun; readonly isGreen: boolean }

/** Of one gate, newest first. What could not be looked at or was skipped is neither green nor red, and is passed over. */
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

/** 0 of nothing. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
