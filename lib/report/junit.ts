import { remedyOf } from './causes.ts'
import { changeText, goneText } from './change-text.ts'
import { waiverSuite } from './junit-waivers.ts'
import { counted } from './plain-text.ts'
import type { ClaimResult, GateResult, RunResult } from './result.ts'
import { timelineText } from './timeline-text.ts'
import { waiverText } from './waiver-text.ts'
import { inWindowText } from './window-text.ts'
import { attributes, element } from './xml.ts'

// Our own code writes the JUnit XML. The library junit-report-builder cannot write the reason for a skip, adds `skipped` to <testsuites>, which
// Jenkins' junit-10 schema forbids, and splits only the first `]]>` of a text.

export interface JUnitOptions {
  readonly hostname: string
  /** Advisories that did not hold become failures. */
  readonly strict?: boolean
  /**
   * By gate id: the path of its evidence file, in the form that `attachmentPath` returns. Failed and error cases attach
   * the file.
   */
  readonly evidence?: Readonly<Record<string, string>>
}

/**
 * The title of a claim that stands for the gate itself. It is added to a gate without claims (skipped, blocked, or died before its first claim) and
 * to a gate that died outside its claims.
 */
const looked = 'looked'
/**
 * For the `message` attribute of a failure. GitLab and Jenkins show it in their lists; the text in the body may be
 * longer.
 */
const longestMessage = 1000
const longestBody = 64_000

interface Case {
  readonly gate: GateResult
  readonly claim: ClaimResult
  readonly name: string
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped'
  readonly durationMs: number
}

/** JUnit XML: a suite per phase, a case per gate claim, at most one result element in each. Names are the same from run to run. */
export function junitReport(result: RunResult, options: JUnitOptions): string {
  return documentOf(suitesOf(result, options), result.run.durationMs)
}

/** JUnit XML for several sites: `gates.prod.03-core` is the suite of one phase of one site. */
export function junitOfSites(sites: readonly { readonly result: RunResult; readonly options: JUnitOptions }[], durationMs: number): string {
  return documentOf(
    sites.flatMap(({ result, options }) => suitesOf(result, options, `gates.${result.run.site}`)),
    durationMs,
  )
}

interface Suite {
  readonly cases: readonly Pick<Case, 'outcome'>[]
  readonly xml: string
}

function suitesOf(result: RunResult, options: JUnitOptions, prefix = 'gates'): Suite[] {
  const phases = [...Map.groupBy(result.gates, (gate) => gate.phase)].map(([phase, gates]) => {
    const cases = uniquelyNamed(gates.flatMap((gate) => casesOf(gate, options)))
    return { cases, xml: suite(`${prefix}.${phase}`, phase, cases, result, options) }
  })
  return [...phases, waiverSuite(result, options, prefix)]
}

function documentOf(suites: readonly Suite[], durationMs: number): string {
  const all = suites.flatMap(({ cases }) => cases)
  const totals = {
    name: 'gates',
    tests: all.length,
    failures: tally(all, 'failure'),
    errors: tally(all, 'error'),
    time: seconds(durationMs),
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes(totals)}>\n${suites.map(({ xml }) => xml).join('')}</testsuites>\n`
}

function suite(name: string, phase: string, cases: readonly Case[], result: RunResult, options: JUnitOptions): string {
  const head = attributes({
    name,
    tests: cases.length,
    failures: tally(cases, 'failure'),
    errors: tally(cases, 'error'),
    skipped: tally(cases, 'skipped'),
    time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    timestamp: utcSeconds(result.run.startedAt),
    hostname: options.hostname,
    file: `phases/${phase}.yaml`,
  })
  const { id, site, mode } = result.run
  const properties = Object.entries({ run: id, site, mode }).map(([key, value]) => `      <property${attributes({ name: key, value })}/>\n`)
  const body = cases.map((one) => testcase(name, one, options)).join('')
  return `  <testsuite${head}>\n    <properties>\n${properties.join('')}    </properties>\n${body}  </testsuite>\n`
}

function casesOf(gate: GateResult, options: JUnitOptions): Omit<Case, 'name'>[] {
  const claims = gate.claims.length > 0 ? gate.claims : [ownClaim(gate)]
  // A gate that died outside its claims would look healthy if only its claims were shown.
  const all = claims.some(({ verdict }) => verdict === gate.verdict) || gate.verdict === 'skip' ? claims : [...claims, ownClaim(gate)]
  const blind = blindest(all)
  return all.map((claim, index) => {
    const seen =
      gate.verdict === 'skip' && gate.waived === undefined
        ? { ...claim, verdict: gate.verdict, message: gate.reason ?? claim.message }
        : claim
    // A gate is timed as a whole: its first case carries the time, so that the sum over all cases is right.
    return { gate, claim: seen, outcome: outcomeOf(seen, gate, claim === blind, options), durationMs: index === 0 ? gate.durationMs : 0 }
  })
}

function ownClaim(gate: GateResult): ClaimResult {
  return { title: looked, kind: 'saw', verdict: gate.verdict, message: gate.causes[0]?.message ?? gate.reason ?? '', findings: [] }
}

/** The one claim that is reported as the gate's error. It says why the gate could not look; the other claims only say that they were not judged. */
function blindest(claims: readonly ClaimResult[]): ClaimResult | undefined {
  const blind = claims.filter(({ verdict, partial }) => verdict === 'unknown' && !partial)
  return blind.find(({ kind }) => kind === 'saw') ?? blind[0]
}

function outcomeOf(claim: ClaimResult, { severity }: GateResult, isBlindest: boolean, options: JUnitOptions): Case['outcome'] {
  switch (claim.verdict) {
    case 'pass':
      return 'passed'
    case 'warn':
      return options.strict ? 'failure' : 'passed'
    case 'fail':
      return 'failure'
    case 'unknown':
      return isBlindest && (severity === 'blocking' || options.strict) ? 'error' : 'skipped'
    case 'skip':
      return 'skipped'
  }
}

/** Makes the names of cases unique: GitLab drops every later case of the same name, and the one it keeps may be the passing one. */
function uniquelyNamed(cases: readonly Omit<Case, 'name'>[]): Case[] {
  const taken = new Set<string>()
  return cases.map((one) => {
    const wanted = `${one.gate.id}: ${one.claim.title}`
    let name = wanted
    for (let nth = 2; taken.has(name); nth += 1) name = `${wanted} (${nth})`
    taken.add(name)
    return { ...one, name }
  })
}

function testcase(classname: string, one: Case, options: JUnitOptions): string {
  const inner = [resultElement(one), systemOut(one, options)].filter((xml) => xml !== '').map((xml) => `      ${xml}\n`)
  const head = `    <testcase${attributes({ classname, name: one.name, time: seconds(one.durationMs) })}`
  return inner.length > 0 ? `${head}>\n${inner.join('')}    </testcase>\n` : `${head}/>\n`
}

function resultElement({ outcome, claim, gate }: Case): string {
  if (outcome === 'passed') return ''
  if (outcome === 'skipped') {
    const message = shortened(skipReason(claim, gate), longestMessage)
    return element('skipped', { message }, claim.verdict === 'unknown' || claim.waived ? `${message}\n${story(claim, gate)}` : message)
  }
  const change = claim.change ?? (outcome === 'error' ? gate.change : undefined)
  const message = shortened(`${change === undefined ? '' : `${change}: `}${claim.message || claim.title}`, longestMessage)
  return element(outcome, { message, type: outcome === 'error' ? 'could not look' : 'seen to be false' }, story(claim, gate))
}

function systemOut({ outcome, claim, gate }: Case, options: JUnitOptions): string {
  const attachment = options.evidence?.[gate.id]
  if (outcome === 'failure' || outcome === 'error')
    return attachment === undefined ? '' : element('system-out', {}, `[[ATTACHMENT|${attachment}]]`)
  if (claim.verdict === 'warn') return element('system-out', {}, `advisory: ${story(claim, gate)}`)
  const isFirst = gate.claims[0]?.title === claim.title
  const notes = notesOf(gate)
  return outcome === 'passed' && isFirst && notes.length > 0 ? element('system-out', {}, notes.join('\n')) : ''
}

function notesOf(gate: GateResult): readonly string[] {
  const { notes, timeline, window } = gate
  const changes = [changeText(gate), gate.verdict === 'pass' ? undefined : goneText(gate)].filter((text) => text !== undefined)
  return [
    ...changes,
    ...(window === undefined ? [] : [inWindowText(window)]),
    ...notes.map((note) => `note: ${note}`),
    ...(timeline === undefined ? [] : [timelineText(timeline)]),
  ]
}

function skipReason(claim: ClaimResult, { severity, reason: whole, waived }: GateResult): string {
  if (claim.waived) return whole ?? `${(waived ?? []).map(waiverText).join('; ')} (seen: ${claim.message || claim.title})`
  const reason = claim.message || 'no reason given'
  return claim.verdict === 'unknown' && severity === 'advisory' && !claim.partial ? `could not look (advisory): ${reason}` : reason
}

/** The full text for a reader who opens the case: what the gate saw and where, or why the gate could not look, and what to type next. */
function story(claim: ClaimResult, gate: GateResult): string {
  const isBlind = claim.verdict === 'unknown' && !claim.partial
  const remedy = remedyOf(gate.causes)
  const cause = isBlind ? [...gate.causes.map(({ message }) => message), remedy && `type: ${remedy}`] : []
  const findings = claim.findings.flatMap(({ at, saw, fix, destroys, waived, change }) => [
    `${change === 'new' ? 'new: ' : ''}${at ? `${at}  ${saw}` : saw}`,
    waived && `  ${waived}`,
    destroys && `  caution, cannot be undone: ${destroys}`,
    fix && `  fix: ${fix}`,
  ])
  const fix = claim.verdict === 'unknown' ? undefined : gate.fix && `fix: ${gate.fix}`
  const lines = [claim.message || claim.title, ...findings, ...cause, fix, ...notesOf(gate)].filter(
    (line) => line !== undefined && line !== '',
  )
  return shortened([...new Set(lines)].join('\n'), longestBody)
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${counted(text.length - most, 'more character')} in result.json)`
}

function tally(cases: readonly Pick<Case, 'outcome'>[], outcome: Case['outcome']): number {
  return cases.filter((one) => one.outcome === outcome).length
}

/** Seconds with three decimals, as Jenkins' schema accepts them; plain digits, never an exponent. */
function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3)
}

/** `2026-03-12T02:15:00`: UTC, without the zone that some readers refuse. */
function utcSeconds(iso: string): string {
  return new Date(iso).toISOString().slice(0, 19)
}
