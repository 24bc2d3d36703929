import { sign } from '../paint.ts'
import { counted, utcMinute } from '../plain-text.ts'
import type { GateResult, Verdict } from '../result.ts'
import type { PastVerdict } from './context.ts'
import { type Markup, markup } from './markup.ts'

/** As many runs as fit into one line. */
const shownRuns = 30

/** The verdicts of a gate in earlier runs, oldest first, followed by its verdict in this run. Undefined when there is no earlier verdict. */
export function historyOf(gate: GateResult, past: readonly PastVerdict[] = []): Markup | undefined {
  if (past.length === 0) return undefined
  const shown = past.slice(-shownRuns)
  const flaps = flapsIn([...past.map(({ verdict }) => verdict), gate.verdict])
  return markup`<div class="history"><p class="label">Last ${counted(shown.length, 'run')}, then this one${flaps > 0 && ` · went red and came back ${counted(flaps, 'time')}`}</p>
<ol>${shown.map(({ at, verdict }) => cell(verdict, utcMinute(at)))}${cell(gate.verdict, 'this run')}</ol></div>`
}

function cell(verdict: Verdict, when: string): Markup {
  const { symbol, word } = sign[verdict]
  return markup`<li class="sign ${verdict}" title="${when}: ${word}"><span aria-hidden="true">${symbol}</span><span class="only-heard">${when}: ${word}</span></li>`
}

/** How often a gate was green, then not, then green again. Skips are passed over. */
export function flapsIn(verdicts: readonly Verdict[]): number {
  const isGreen = verdicts.filter((verdict) => verdict !== 'skip').map((verdict) => verdict === 'pass' || verdict === 'warn')
  const turns = isGreen.filter((now, index) => index > 0 && now !== isGreen[index - 1])
  return turns.slice(turns[0] === true ? 1 : 0).filter((now) => now).length
}
