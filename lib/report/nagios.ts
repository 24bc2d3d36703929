import { mayIGoOn } from './answer.ts'
import { cut, plain } from './plain-text.ts'
import type { GateResult, RunResult } from './result.ts'

const states = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const
/** Nagios and NRPE cut plugin output; 1 KiB is what old NRPE versions keep. */
const longestText = 600

/** One line for a monitoring system, and the exit code of its plugin contract: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
export function nagiosLine(result: RunResult): { readonly line: string; readonly exitCode: 0 | 1 | 2 | 3 } {
  const exitCode = stateOf(result)
  const caveat = result.run.mode === 'replay' ? 'Replay of recordings, not the cloud as it is now. ' : ''
  const text = `${caveat}${mayIGoOn(result).sentence} ${seen(result.gates)}`.trim()
  // A bar would start the performance data.
  const line = `GATES ${states[exitCode]} - ${cut(plain(text).replaceAll('|', '/'), longestText)} | ${performance(result)}`
  return { line, exitCode }
}

/** WARNING also when an advisory gate could not look: the run may go on, but the operator should know. */
function stateOf(result: RunResult): 0 | 1 | 2 | 3 {
  const { word } = mayIGoOn(result)
  if (word === 'no') return 2
  if (word === 'cannot tell') return 3
  // A red gate that was red before is no failure of --new-only, and is not OK either.
  return result.counts.fail > 0 || result.counts.warn > 0 || result.counts.unknown > 0 ? 1 : 0
}

/** The first words of each gate that is not green, worst first, and what was known before after what was not. */
function seen(gates: readonly GateResult[]): string {
  const order = ['fail', 'unknown', 'warn'] as const
  return order
    .flatMap((verdict) => gates.filter((gate) => gate.verdict === verdict))
    .toSorted((a, b) => Number(a.change === 'known') - Number(b.change === 'known'))
    .map(
      (gate) =>
        `${gate.id}: ${gate.change === 'known' ? 'known: ' : ''}${gate.claims.find((claim) => claim.verdict === gate.verdict)?.message || gate.causes[0]?.message || gate.verdict}.`,
    )
    .join(' ')
}

function performance(result: RunResult): string {
  const { counts, gates, run } = result
  const tallies = (['pass', 'warn', 'fail', 'skip', 'unknown'] as const).map(
    (verdict) => `${verdict}=${counts[verdict]};;;0;${gates.length}`,
  )
  return [...tallies, `time=${(run.durationMs / 1000).toFixed(3)}s;;;0`].join(' ')
}
