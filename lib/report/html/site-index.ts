import { mayIGoOn } from '../answer.ts'
import { sign } from '../paint.ts'
import { counted, duration } from '../plain-text.ts'
import type { RunResult, Verdict } from '../result.ts'
import { worstFirst } from './board.ts'
import { htmlDocument } from './document.ts'
import { type Markup, markup } from './markup.ts'
import { signOf, timeOf } from './parts.ts'

/** A run that has a place in the index. */
export interface IndexedRun {
  readonly result: RunResult
  /** The path of the run's report, as seen from the index: `prod/2026-11-28T02-15-00Z-57cc/report.html`. Absent: the run has no report. */
  readonly report?: string
}

export interface IndexOptions {
  /** One sentence for each existing report that cannot be read. */
  readonly problems: readonly string[]
}

/** As many runs as a person scrolls through; the others are one click away. */
const shownRuns = 15

/**
 * The page of all sites: for each site its newest run and the runs before that one. Sites whose newest run is red come
 * first.
 */
export function siteIndex(runs: readonly IndexedRun[], { problems }: IndexOptions): string {
  const newestFirst = runs.toSorted((a, b) => b.result.run.startedAt.localeCompare(a.result.run.startedAt))
  const sites = [...Map.groupBy(newestFirst, ({ result }) => `${result.run.site}${result.run.mode === 'replay' ? ' (replayed)' : ''}`)]
  const place = ([, [newest]]: (typeof sites)[number]) => (newest ? worstFirst.indexOf(verdictOf(newest.result)) : 0)
  const sorted = sites.toSorted((a, b) => place(a) - place(b) || a[0].localeCompare(b[0], 'en'))
  return htmlDocument(
    'Sites · gates',
    markup`<main>
<h1>May I go on?</h1>
<p class="facts">${counted(sites.length, 'site')}, ${counted(runs.length, 'run')}. What is red comes first.</p>
${problems.length > 0 && markup`<section aria-labelledby="_problems"><h2 id="_problems">Not readable</h2><ul>${problems.map((problem) => markup`<li>${problem}</li>`)}</ul></section>`}
${sorted.map(([name, members], index) => site(name, members, index))}
</main>`,
  )
}

function site(name: string, runs: readonly IndexedRun[], index: number): Markup {
  const [newest] = runs
  if (newest === undefined) return markup``
  const { result } = newest
  const { sentence } = mayIGoOn(result)
  const verdict = verdictOf(result)
  return markup`<section class="site ${verdict}" aria-labelledby="_site-${index}">
<h2 id="_site-${index}">${name}</h2>
<p class="why"><span class="sign ${verdict}" aria-hidden="true">${sign[verdict].symbol}</span> ${sentence}</p>
<p class="facts">${timeOf(result.run.startedAt)} · ${counted(result.gates.length, 'gate')} · ${duration(result.run.durationMs)}${newest.report !== undefined && markup` · ${reportLink(newest, `Open the report of ${name}`)}`}</p>
<ul class="tally">${worstFirst.filter((one) => result.counts[one] > 0).map((one) => markup`<li>${result.counts[one]} ${signOf(one)}</li>`)}</ul>
${runs.length > 1 && markup`<h3>Runs, newest first</h3>${table(runs.slice(0, shownRuns), name)}`}
${runs.length > shownRuns && markup`<details><summary>Show ${counted(runs.length - shownRuns, 'older run')}</summary>${table(runs.slice(shownRuns), `${name}, older`)}</details>`}
</section>
`
}

function table(runs: readonly IndexedRun[], name: string): Markup {
  return markup`<table class="runs" aria-label="Runs of ${name}">
<thead><tr><th scope="col">Began</th><th scope="col">May I go on?</th><th scope="col">Report</th></tr></thead>
<tbody>${runs.map(
    (run) => markup`<tr><th scope="row">${timeOf(run.result.run.startedAt)}</th>
<td><span class="sign ${verdictOf(run.result)}" aria-hidden="true">${sign[verdictOf(run.result)].symbol}</span> ${mayIGoOn(run.result).sentence}</td>
<td>${run.report === undefined ? 'no report' : reportLink(run, run.result.run.id)}</td></tr>
`,
  )}</tbody>
</table>`
}

/** A link to a report below the index: `./` keeps a name with a colon from being read as the scheme of a URL. */
function reportLink({ report = '' }: IndexedRun, text: string): Markup {
  return markup`<a href="./${report.split('/').map(encodeURIComponent).join('/')}">${text}</a>`
}

/** Turns a run's answer to `may I go on?` into a verdict. It is green only when the answer is yes, and no gate warns or is unknown. */
function verdictOf(result: RunResult): Verdict {
  const { word } = mayIGoOn(result)
  if (word === 'no') return 'fail'
  if (word === 'cannot tell') return 'unknown'
  return result.counts.warn + result.counts.unknown > 0 ? 'warn' : 'pass'
}
