/** 08-workload: the runbooks end there. */
const lastPhase = 8

/**
 * What a gate of this phase holds up: for `03-core` it is `phase 04`, even while phase 04 has no gates. A phase without a number, such as access, has
 * no next phase.
 */
export function heldUpBy(phase: string): string {
  const number = /^\d+/.exec(phase)?.[0]
  if (number === undefined) return 'what needs it'
  return Number(number) >= lastPhase ? 'what builds on it' : `phase ${String(Number(number) + 1).padStart(2, '0')}`
}
