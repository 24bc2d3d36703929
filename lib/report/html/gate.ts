import { typed } from '../../phase/typed.ts'
import { remedyOf } from '../causes.ts'
import { blindness, changed, seenOf } from '../gate-lines.ts'
import { heldUpBy } from '../held-up.ts'
import { sign } from '../paint.ts'
import { counted, plain } from '../plain-text.ts'
import { type Finding, findingsOf, type GateResult } from '../result.ts'
import type { Context } from './context.ts'
import { historyOf } from './history.ts'
import { type Markup, markup } from './markup.ts'
import { brief, commandOf, gateLink, gateLinks, signOf } from './parts.ts'

/** As many findings as a person reads. The others are one click away, and the browser does not lay them out before that click. */
const shownFindings = 20
/** How many findings one list holds. The browser lays out a list only when the list is near the screen. */
const chunk = 100

/** A gate that is not fine: what was seen, where, and what to type next. `same`: another gate, which already shows the cause in full. */
export function gateInFull(gate: GateResult, context: Context, same?: GateResult): Markup {
  const anchor = context.anchor(gate)
  return markup`<article class="gate ${gate.verdict}" id="${anchor}" data-gate="${anchor}" data-verdict="${gate.verdict}" tabindex="-1" aria-labelledby="_name-${anchor}">
<h3 id="_name-${anchor}">${signOf(gate.verdict)} <a class="self" href="#${anchor}">${gate.id}</a></h3>
<p class="facts">${facts(gate)}</p>
<p class="seen">${capital(seenOf(gate, context))}.</p>
${same === undefined ? evidence(gate, context) : markup`<p>The cause is the same as that of ${gateLink(same.id, context)}, where the remedy is.</p>`}
${background(gate, context)}
</article>`
}

/** A gate that passed or was skipped: one line, which unfolds to show more. */
export function gateInShort(gate: GateResult, context: Context): Markup {
  const anchor = context.anchor(gate)
  return markup`<details class="gate ${gate.verdict}" id="${anchor}" data-gate="${anchor}" data-verdict="${gate.verdict}">
<summary>${signOf(gate.verdict)} <span class="name">${gate.id}</span> <span class="seen">${seenOf(gate, context)}</span></summary>
<div class="opened">
<p class="facts">${facts(gate)} · <a href="#${anchor}" aria-label="Link to ${gate.id}">#${anchor}</a></p>
${gate.blockedBy !== undefined && markup`<p>It needs ${gateLink(gate.blockedBy, context)}, which did not pass.</p>`}
${background(gate, context, true)}
</div>
</details>`
}

function facts(gate: GateResult): Markup {
  const weight = gate.severity === 'advisory' || gate.verdict === 'warn' ? 'advisory: blocks nothing' : holdsUp(gate)
  return markup`${gate.phase} · ${gate.source.join(', ')} · ${brief(gate.durationMs)}${weight !== '' && ` · ${weight}`}`
}

function holdsUp({ verdict, phase }: GateResult): string {
  if (verdict === 'fail') return `blocks ${heldUpBy(phase)}`
  return verdict === 'unknown' ? `blocks ${heldUpBy(phase)} until it can look` : ''
}

function evidence(gate: GateResult, context: Context): Markup {
  const also = gate.verdict !== 'unknown' && gate.claims.some(({ verdict }) => verdict === 'unknown') ? blindness(gate) : ''
  return markup`${findingsList(gate)}
${changed(gate).map((text) => markup`<p class="change">${text}</p>`)}
${gate.notes.length > 0 && markup`<ul class="notes">${gate.notes.map((note) => markup`<li>Note: ${note}</li>`)}</ul>`}
${also !== '' && markup`<p>Also could not look: ${also}</p>`}
${next(gate, context)}`
}

function findingsList(gate: GateResult): Markup | undefined {
  const findings = findingsOf(gate)
  if (findings.length === 0) return undefined
  const item = (finding: Finding) => oneFinding(finding, gate)
  const more = findings.slice(shownFindings)
  return markup`<ul class="findings">${findings.slice(0, shownFindings).map(item)}</ul>
${
  more.length > 0 &&
  markup`<details class="rest"><summary>Show ${counted(more.length, 'more finding')} of ${findings.length}</summary>
${chunksOf(more).map((some) => markup`<ul class="findings">${some.map(item)}</ul>`)}</details>`
}`
}

function chunksOf(findings: readonly Finding[]): (readonly Finding[])[] {
  return Array.from({ length: Math.ceil(findings.length / chunk) }, (_, index) => findings.slice(index * chunk, (index + 1) * chunk))
}

function oneFinding({ at, saw, fix, destroys, change }: Finding, gate: GateResult): Markup {
  const isOwn = fix !== undefined && fix !== gate.fix
  const place = at === undefined ? '' : markup`<strong class="at">${at}</strong> `
  const caution = markup`<p class="caution"><strong>Caution, cannot be undone:</strong> ${destroys}</p>`
  return markup`<li>${place}<span class="saw">${change !== undefined && `${change}: `}${saw}</span>${
    isOwn
      ? commandOf(at === undefined ? 'Fix' : `Fix for ${at}`, fix, { destroys, copies: at ?? gate.id })
      : destroys !== undefined && caution
  }</li>`
}

/** What to type next. */
function next(gate: GateResult, { result, options }: Context): Markup | undefined {
  const remedy = remedyOf(gate.causes)
  const type = remedy === undefined ? undefined : commandOf('Type', remedy, { copies: gate.id })
  if (gate.verdict !== 'unknown')
    return markup`${type}${gate.fix !== undefined && commandOf('Fix', gate.fix, { copies: gate.id, destroys: destroyedBy(gate) })}`
  if (type) return type
  if (result.run.mode !== 'live') return commandOf('Read', `${typed} explain ${gate.id}`, { copies: gate.id })
  const site = options.siteFlag === undefined ? '' : ` --site ${plain(options.siteFlag)}`
  return commandOf('Look again', `${typed} run --gate ${gate.id}${site}`, { copies: gate.id })
}

/** What the gate's fix destroys, taken from a finding that has the same fix. Undefined when no such finding says so. */
function destroyedBy(gate: GateResult): string | undefined {
  return findingsOf(gate).find(({ fix, destroys }) => fix === gate.fix && destroys !== undefined)?.destroys
}

function background(gate: GateResult, context: Context, isOpen = false): Markup {
  const about = context.about.get(gate.id)
  const texts = markup`${
    about &&
    markup`<dl>
<dt>Must hold</dt><dd>${about.claim}</dd>
<dt>Symptom</dt><dd>${about.symptom}</dd>
<dt>Cause</dt><dd>${about.cause}</dd>
${about.needs.length > 0 && markup`<dt>Needs</dt><dd>${gateLinks(about.needs, context)}</dd>`}
</dl>`
  }${claimsList(gate)}`
  const strip = historyOf(gate, context.options.history?.get(gate.id))
  return isOpen
    ? markup`${strip}${texts}`
    : markup`${strip}<details class="background"><summary>Why it matters, and each claim</summary>${texts}</details>`
}

function claimsList({ claims }: GateResult): Markup | undefined {
  if (claims.length === 0) return undefined
  const amount = ({ coverage }: GateResult['claims'][number]) =>
    coverage && ` (${coverage.answered} of ${coverage.asked} ${coverage.asked === 1 ? coverage.noun : coverage.plural} answered)`
  return markup`<ul class="claims">${claims.map(
    (claim) =>
      markup`<li><span class="sign ${claim.verdict}"><span aria-hidden="true">${sign[claim.verdict].symbol}</span> <span class="only-heard">${sign[claim.verdict].word}:</span></span> ${claim.title}${amount(claim)}${claim.message !== '' && `: ${claim.message}`}</li>`,
  )}</ul>`
}

function capital(text: string): string {
  return text.replace(/\.$/, '').replace(/^could/, 'Could')
}
