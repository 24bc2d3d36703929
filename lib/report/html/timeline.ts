import { duration } from '../plain-text.ts'
import type { GateResult } from '../result.ts'
import type { Context } from './context.ts'
import { type Markup, markup } from './markup.ts'
import { brief, gateLink, gateLinks, signOf } from './parts.ts'

/** A row for each gate, the first to begin at the top. When the result does not say when gates began, the gate that took longest is at the top. */
export function timeline(context: Context): Markup {
  const { gates, run } = context.result
  const isTimed = gates.some(({ startedMs }) => startedMs !== undefined)
  const order = isTimed
    ? gates.toSorted((a, b) => (a.startedMs ?? Number.POSITIVE_INFINITY) - (b.startedMs ?? Number.POSITIVE_INFINITY))
    : gates.toSorted((a, b) => b.durationMs - a.durationMs)
  return markup`<section aria-labelledby="_timeline">
<h2 id="_timeline">${isTimed ? 'Timeline' : 'Durations'}</h2>
<p class="facts">The run took ${duration(run.durationMs)}. ${!isTimed && 'This result does not say when each gate began, so the gate that took longest is listed first.'}</p>
<table class="timeline">
<thead><tr><th scope="col">Gate</th><th scope="col">Verdict</th>${isTimed && markup`<th scope="col">Began after</th>`}<th scope="col">Took</th><th scope="col">Waited for</th>${isTimed && markup`<th scope="col" class="bar">In the run</th>`}</tr></thead>
<tbody>${order.map((gate) => row(gate, isTimed, context))}</tbody>
</table>
</section>`
}

function row(gate: GateResult, isTimed: boolean, context: Context): Markup {
  const { startedMs } = gate
  const looked = startedMs === undefined ? gate.durationMs : Math.max(0, (gate.endedMs ?? startedMs + gate.durationMs) - startedMs)
  const never = isTimed && startedMs === undefined
  return markup`<tr data-of="${context.anchor(gate)}">
<th scope="row">${gateLink(gate.id, context)}</th>
<td>${signOf(gate.verdict)}</td>
${isTimed && markup`<td class="number" data-label="after">${startedMs === undefined ? 'asked nothing' : brief(startedMs)}</td>`}
<td class="number" data-label="took">${never ? '' : brief(looked)}</td>
<td data-label="waited for">${waitedFor(gate, context)}</td>
${isTimed && markup`<td class="bar">${startedMs !== undefined && bar(startedMs, looked, gate, context.result.run.durationMs)}</td>`}
</tr>
`
}

function waitedFor(gate: GateResult, context: Context): Markup | undefined {
  if (gate.blockedBy !== undefined) return markup`${gateLink(gate.blockedBy, context)}, which blocked it`
  const needs = (context.about.get(gate.id)?.needs ?? []).filter((id) => context.ids.has(id))
  return needs.length === 0 ? undefined : gateLinks(needs, context)
}

/**
 * A bar, measured in thousandths of the run. The page's security policy blocks style attributes. So the bar is an SVG, whose width needs no such
 * attribute.
 */
function bar(startedMs: number, lookedMs: number, gate: GateResult, runMs: number): Markup {
  const whole = Math.max(1, runMs)
  const from = Math.min(995, Math.round((startedMs / whole) * 1000))
  const length = Math.max(5, Math.min(1000 - from, Math.round((lookedMs / whole) * 1000)))
  return markup`<svg class="${gate.verdict}" viewBox="0 0 1000 10" width="200" height="10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect x="${from}" y="1" width="${length}" height="8" fill="currentColor"/></svg>`
}
