import { mayIGoOn } from './answer.ts'
import { firstWords } from './gate-text.ts'
import { counted, cut, plain } from './plain-text.ts'
import { type GateResult, isUnsteady, isUntidy, type RunResult } from './result.ts'
import { rowsByPhase } from './root-cause.ts'

/** The names of the states. The place of each name is its exit code in the Nagios plugin contract: 0 is OK. */
export const nagiosStates = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const
/**
 * Nagios and NRPE cut plugin output: old NRPE versions keep only 1 KiB. The performance data that follows the text
 * needs a part of that.
 */
const longestText = 600

/** One line for a monitoring system, and the exit code of its plugin contract: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
export function nagiosLine(result: RunResult): { readonly line: string; readonly exitCode: 0 | 1 | 2 | 3 } {
  const exitCode = stateOf(result)
  const caveat = result.run.mode === 'replay' ? 'Replay of recordings, not the cloud as it is now. ' : ''
  const text = `${caveat}${mayIGoOn(result).sentence} ${seen(result.gates)}`.trim()
  // A bar would start the performance data.
  const line = `GATES ${nagiosStates[exitCode]} - ${cut(plain(text).replaceAll('|', '/'), longestText)} | ${performance(result)}`
  return { line, exitCode }
}

/** WARNING also when an advisory gate could not look or a waiver needs attention: the run may go on, but the operator should know. */
function stateOf(result: RunResult): 0 | 1 | 2 | 3 {
  const { word } = mayIGoOn(result)
  if (word === 'no') return 2
  if (word === 'cannot tell') return 3
  return isWarning(result) ? 1 : 0
}

/** Whether the state is WARNING rather than OK. With --new-only, a gate that was red before is not a failure, but not OK either. */
function isWarning({ counts, gates, waivers = [] }: RunResult): boolean {
  return counts.fail > 0 || counts.warn > 0 || counts.unknown > 0 || waivers.some(isUntidy) || gates.some(isUnsteady)
}

/**
 * A short text for each gate that is not green: gates with known trouble last, and the worst first in each group. A cause that several gates share is
 * given once, with the names of the other gates.
 */
function seen(gates: readonly GateResult[]): string {
  const order = ['fail', 'unknown', 'warn'] as const
  const rows = [...rowsByPhase(gates).values()].flat()
  const shown = rows.flatMap((row) => (row.kind === 'gate' ? [row.gate] : []))
  return order
    .flatMap((verdict) => shown.filter((gate) => gate.verdict === verdict))
    .toSorted((a, b) => Number(a.change === 'known') - Number(b.change === 'known'))
    .map((gate) => {
      const repeated = rows.flatMap((row) => (row.kind === 'same-cause' && row.first === gate ? row.gates.map(({ id }) => id) : []))
      const blocked = gates.filter(({ verdict, blockedBy }) => verdict === 'skip' && blockedBy === gate.id).length
      const more = [
        repeated.length > 0 && `same cause: ${repeated.join(', ')}`,
        blocked > 0 && `${counted(blocked, 'gate')} blocked`,
      ].filter((part) => part !== false)
      return `${gate.id}: ${gate.change === 'known' ? 'known: ' : ''}${firstWords(gate)}${more.length > 0 ? ` (${more.join('; ')})` : ''}.`
    })
    .join(' ')
}

function performance(result: RunResult): string {
  const { counts, gates, run } = result
  const tallies = (['pass', 'warn', 'fail', 'skip', 'unknown'] as const).map(
    (verdict) => `${verdict}=${counts[verdict]};;;0;${gates.length}`,
  )
  return [...tallies, `time=${(run.durationMs / 1000).toFixed(3)}s;;;0`].join(' ')
}
