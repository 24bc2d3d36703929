import { sign } from '../paint.ts'
import { duration, plainLines, utcMinute } from '../plain-text.ts'
import type { Verdict } from '../result.ts'
import type { Context } from './context.ts'
import { type Markup, markup } from './markup.ts'

/** Symbol and word: the verdict is never said by colour alone. */
export function signOf(verdict: Verdict): Markup {
  const { symbol, word } = sign[verdict]
  return markup`<span class="sign ${verdict}"><span aria-hidden="true">${symbol}</span> ${word}</span>`
}

/** `2026-03-12 02:15 UTC` */
export function timeOf(at: string): Markup {
  return markup`<time datetime="${at}">${utcMinute(at)}</time>`
}

/** The name of a gate. It is a link to the gate's entry in this report when the gate is part of this run. */
export function gateLink(id: string, context: Context): Markup {
  const anchor = context.anchorOf(id)
  return anchor === undefined ? markup`<code>${id}</code>` : markup`<a href="#${anchor}"><code>${id}</code></a>`
}

export function gateLinks(ids: readonly string[], context: Context): Markup {
  return markup`${ids.map((id, index) => markup`${index > 0 && ', '}${gateLink(id, context)}`)}`
}

/**
 * Writes `12 ms` where the other reports would write `0.0 s`: most gates take less than a tenth of a second. Times from 950 ms on are as in the other
 * reports.
 */
export function brief(ms: number): string {
  return ms < 950 ? `${Math.round(ms)} ms` : duration(ms)
}

/** Shows a command to paste. Above the command: what it destroys. Below it: notes that are only for reading. */
export function commandOf(
  label: string,
  command: string,
  { destroys, copies }: { readonly destroys?: string | undefined; readonly copies: string },
): Markup {
  const [first = '', ...notes] = plainLines(command)
  return markup`<div class="command">
${destroys !== undefined && markup`<p class="caution"><strong>Caution, cannot be undone:</strong> ${destroys}</p>`}
<p class="label">${label}</p>
<pre data-copy="${copies}"><code>${first}</code></pre>
${notes.length > 0 && markup`<p class="reading">${notes.join(' ')}</p>`}
</div>`
}
