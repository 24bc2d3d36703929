import { sign } from '../paint.ts'
import type { GateResult, Verdict } from '../result.ts'
import type { Context } from './context.ts'
import { type Markup, markup } from './markup.ts'

/** Every gate by phase, each a link to what it saw. */
export function board(context: Context): Markup {
  const phases = Map.groupBy(context.result.gates, ({ phase }) => phase)
  return markup`<section aria-labelledby="_board">
<h2 id="_board">Phases and gates</h2>
<table class="board">
<thead><tr><th scope="col">Phase</th><th scope="col">Gates</th></tr></thead>
<tbody>${[...phases].map(([phase, gates]) => row(phase, gates, context))}</tbody>
</table>
</section>`
}

function row(phase: string, gates: readonly GateResult[], context: Context): Markup {
  const question = context.options.phases.find(({ id }) => id === phase)?.question
  return markup`<tr>
<th scope="row"><span class="phase">${phase}</span> ${question !== undefined && markup`<span class="question">${question}</span>`}</th>
<td><ul>${gates.map((gate) => chip(gate, context))}</ul></td>
</tr>
`
}

function chip(gate: GateResult, context: Context): Markup {
  const { symbol, word } = sign[gate.verdict]
  const anchor = context.anchor(gate)
  return markup`<li data-of="${anchor}"><a class="chip ${gate.verdict}" href="#${anchor}" title="${gate.id}: ${word}"><span class="symbol" aria-hidden="true">${symbol}</span> <span class="name">${gate.id}</span><span class="only-heard">: ${word}</span></a></li>
`
}

/** The verdicts, first those that a person has to act on. */
export const worstFirst: readonly Verdict[] = ['fail', 'unknown', 'warn', 'skip', 'pass']
