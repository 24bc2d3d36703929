/** 08-workload: the runbooks end there. */
const lastPhase = 8

/**
 * `phase 04` for a gate of `03-core`, also while phase 04 has no gates. A phase without a number, such as access, serves any phase: it holds up
 * whatever needs it.
 */
export function heldUpBy(phase: string): string {
  const number = /^\d+/.exec(phase)?.[0]
  if (number === undefined) return 'what needs it'
  return Number(number) >= lastPhase ? 'what builds on it' : `phase ${String(Number(number) + 1).padStart(2, '0')}`
}
