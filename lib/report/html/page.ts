import { mayIGoOn } from '../answer.ts'
import { sign } from '../paint.ts'
import { counted, duration } from '../plain-text.ts'
import type { GateResult, RunResult, Verdict } from '../result.ts'
import { rowsByPhase } from '../root-cause.ts'
import { board, worstFirst } from './board.ts'
import { causes } from './causes.ts'
import { type Context, contextOf, type HtmlOptions } from './context.ts'
import { htmlDocument } from './document.ts'
import { gateInFull, gateInShort } from './gate.ts'
import { type Markup, markup } from './markup.ts'
import { gateLink, signOf, timeOf } from './parts.ts'
import { timeline } from './timeline.ts'

/** A run as one HTML file: the answer first, then what is not fine, then all the rest. Redact the result first. */
export function htmlReport(result: RunResult, options: HtmlOptions): string {
  const context = contextOf(result, options)
  const { word } = mayIGoOn(result)
  return htmlDocument(
    `${word} · ${result.run.site} · gates`,
    markup`<a class="jump" href="#_main">Skip to the answer</a>
${head(result)}
<main id="_main">
${answer(context)}
${tools(result)}
${board(context)}
${notFine(context)}
${causes(context)}
${others(context)}
${timeline(context)}
</main>
${foot(result)}`,
  )
}

function head({ run }: RunResult): Markup {
  return markup`<header class="page">
<p><strong>${run.site}</strong> · ${run.mode === 'replay' ? 'replayed from recordings' : 'live'} · ${timeOf(run.startedAt)}</p>
</header>`
}

function answer(context: Context): Markup {
  const { result } = context
  const { word, sentence } = mayIGoOn(result)
  // With --new-only, the answer's word can be "yes" although a gate that was red in the earlier run is still red. The sentence then does not begin
  // with "Yes", and the page shows a warning.
  const isSaid = sentence.startsWith(capital(word))
  const verdict: Verdict = word === 'no' ? 'fail' : word !== 'yes' ? 'unknown' : isSaid ? 'pass' : 'warn'
  const opening = isSaid ? capital(word) : (sentence.split(':', 1)[0] ?? '')
  const rest = sentence.slice(opening.length).replace(/^[:,.]? */, '')
  return markup`<section class="answer ${verdict}" aria-labelledby="_answer">
<h1 id="_answer"><span class="asked">May I go on?</span> <span class="said"><span aria-hidden="true">${sign[verdict].symbol}</span> ${opening}${rest !== '' && markup`<span class="only-heard">:</span>`}</span></h1>
${rest !== '' && markup`<p class="why">${linked(capital(rest), context)}</p>`}
${result.run.mode === 'replay' && markup`<p class="facts">This is about the recordings, not about a cloud as it is now.</p>`}
<ul class="tally">${worstFirst.filter((one) => result.counts[one] > 0).map((one) => markup`<li>${result.counts[one]} ${signOf(one)}</li>`)}</ul>
</section>`
}

/** The tools for searching. They do not work without the page's script, so they are hidden until that script shows them. */
function tools({ counts }: RunResult): Markup {
  return markup`<div class="tools" id="_tools" role="search" hidden>
<label for="_search">Search <kbd>/</kbd></label>
<input id="_search" type="search" autocomplete="off" spellcheck="false" placeholder="gate, unit, word" aria-describedby="_keys">
<div class="verdicts" role="group" aria-label="Show only">${worstFirst
    .filter((one) => counts[one] > 0)
    .map((one) => markup`<button type="button" data-only="${one}" aria-pressed="false">${signOf(one)}</button>`)}</div>
<p id="_keys" class="facts"><kbd>j</kbd> <kbd>k</kbd> move · <kbd>Esc</kbd> all</p>
<p id="_found" class="facts" role="status"></p>
</div>`
}

const headings: readonly (readonly [Verdict, string])[] = [
  ['fail', 'Failed'],
  ['unknown', 'Could not look'],
  ['warn', 'Advisories'],
]

function notFine(context: Context): Markup {
  const rows = [...rowsByPhase(context.result.gates).values()].flat()
  const sameAs = new Map(rows.flatMap((row) => (row.kind === 'same-cause' ? row.gates.map((gate) => [gate, row.first] as const) : [])))
  return markup`${headings.map(([verdict, heading]) => {
    const gates = context.result.gates.filter((gate) => gate.verdict === verdict)
    // A gate that shows a cause in full comes before the gates that only refer to it. Then blocking gates come before
    // advisory ones.
    const ordered = gates.toSorted(
      (a, b) => Number(sameAs.has(a)) - Number(sameAs.has(b)) || Number(a.severity === 'advisory') - Number(b.severity === 'advisory'),
    )
    return (
      gates.length > 0 &&
      markup`<section aria-labelledby="_${verdict}">
<h2 id="_${verdict}">${heading}</h2>
${ordered.map((gate) => gateInFull(gate, context, sameAs.get(gate)))}
</section>
`
    )
  })}`
}

function others(context: Context): Markup {
  return markup`${(['skip', 'pass'] as const).map((verdict) => {
    const gates = context.result.gates.filter((gate) => gate.verdict === verdict)
    return (
      gates.length > 0 &&
      markup`<section aria-labelledby="_${verdict}">
<h2 id="_${verdict}">${verdict === 'skip' ? 'Skipped' : 'Passed'}</h2>
<div class="list">${gates.map((gate: GateResult) => gateInShort(gate, context))}</div>
</section>
`
    )
  })}`
}

function foot({ run, gates }: RunResult): Markup {
  const { asked, reused, connections } = run.questions
  const opened = Object.values(connections).reduce((sum, count) => sum + count, 0)
  return markup`<footer class="page">
<p>Run ${run.id} · ${counted(gates.length, 'gate')} · ${duration(run.durationMs)} · ${counted(asked, 'question')} asked, ${reused} more reused an earlier answer, ${counted(opened, 'connection')} opened</p>
</footer>`
}

/** A sentence in which the names of gates are links to them. */
function linked(sentence: string, context: Context): Markup {
  return markup`${sentence.split(/([a-z][a-z0-9]*(?:-[a-z0-9]+)+)/).map((part) => (context.ids.has(part) ? gateLink(part, context) : part))}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
