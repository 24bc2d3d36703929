import type { Waiver } from '../phase/waiver.ts'
import type { ClaimResult, Finding, GateResult, Verdict, WaivedBy } from '../report/result.ts'
import { waiverText } from '../report/waiver-text.ts'
import { occurs, partsOf } from './occurs.ts'

/** A gate's result after waiving, and the number of findings that each of its waivers matches. */
export interface Waived {
  readonly gate: GateResult
  readonly matched: ReadonlyMap<Waiver, number>
}

/**
 * Applies waivers to a gate. A false claim is waived when waivers cover all its findings. A claim that could not be looked at is never waived.
 * `clean` makes texts look as in reports.
 */
export function waive(gate: GateResult, waivers: readonly Waiver[], clean: (text: string) => string): Waived {
  const offenders = distinct(gate.claims.filter(isFalse).flatMap(offendersOf), clean)
  const matched = new Map(waivers.map((waiver) => [waiver, offenders.filter((one) => matches(waiver, one, clean)).length]))
  const valid = waivers.filter((waiver) => (matched.get(waiver) ?? 0) <= waiver.most)
  const claims = gate.claims.map((claim) => (isFalse(claim) ? waivedClaim(claim, valid, clean) : claim))
  const used = valid.filter((waiver) => (matched.get(waiver) ?? 0) > 0)
  if (used.length === 0) return { gate, matched }
  const { fix, ...rest } = gate
  const verdict = verdictLeft(claims)
  const waived = used.map(signed)
  const common = { ...rest, claims, verdict, waived }
  if (verdict === 'skip') return { gate: { ...common, reason: reasonOf(claims, waived) }, matched }
  if (verdict === 'unknown') return { gate: { ...common, causes: causesOf(gate, claims) }, matched }
  return { gate: fix === undefined ? common : { ...common, fix }, matched }
}

function isFalse({ verdict }: ClaimResult): boolean {
  return verdict === 'fail' || verdict === 'warn'
}

/** The offenders of a claim. A claim without findings is a single offender, with the claim's message. */
function offendersOf({ findings, message, title }: ClaimResult): readonly Finding[] {
  return findings.length > 0 ? findings : [{ saw: message || title }]
}

function distinct(findings: readonly Finding[], clean: (text: string) => string): Finding[] {
  return [...new Map(findings.map((one) => [`${clean(one.at ?? '')}\n${clean(one.saw)}`, one])).values()]
}

/** Whether a waiver matches a finding: it must cover one of the finding's parts. */
function matches(waiver: Waiver, { at, saw }: Finding, clean: (text: string) => string): boolean {
  return isAt(waiver, at, clean) && partsOf(clean(saw)).some((part) => coversPart(waiver, part, clean))
}

function isAt(waiver: Waiver, at: string | undefined, clean: (text: string) => string): boolean {
  return waiver.at === undefined || (at !== undefined && clean(waiver.at) === clean(at))
}

/**
 * Whether every word under `covers` occurs in the part. A word that redaction changes never counts: a waiver must not match the token that stands for
 * a secret.
 */
function coversPart({ covers }: Waiver, part: string, clean: (text: string) => string): boolean {
  return covers.every((word) => clean(word) === word.replaceAll(/\s+/g, ' ') && occurs(clean(word), part))
}

/** The waivers that together cover all parts of a finding; none when one part stays uncovered. */
function coveringAll(finding: Finding, waivers: readonly Waiver[], clean: (text: string) => string): readonly Waiver[] {
  const here = waivers.filter((waiver) => isAt(waiver, finding.at, clean))
  const parts = partsOf(clean(finding.saw)).map((part) => here.find((waiver) => coversPart(waiver, part, clean)))
  return parts.includes(undefined) ? [] : [...new Set(parts.flatMap((waiver) => waiver ?? []))]
}

function waivedClaim(claim: ClaimResult, waivers: readonly Waiver[], clean: (text: string) => string): ClaimResult {
  const covering = offendersOf(claim).map((finding) => coveringAll(finding, waivers, clean))
  const findings = claim.findings.map((finding, index): Finding => {
    const by = covering[index] ?? []
    return by.length === 0 ? finding : { ...finding, waived: by.map((waiver) => waiverText(signed(waiver))).join('; ') }
  })
  const isWaived = covering.every((by) => by.length > 0)
  return { ...claim, findings, ...(isWaived ? { verdict: 'skip', waived: true } : {}) }
}

/**
 * The verdict of the remaining claims. When none of them is fail, unknown or warn, the verdict is skip and not pass, because a waived claim is still
 * false.
 */
function verdictLeft(claims: readonly ClaimResult[]): Verdict {
  for (const verdict of ['fail', 'unknown', 'warn'] as const) if (claims.some((claim) => claim.verdict === verdict)) return verdict
  return 'skip'
}

function reasonOf(claims: readonly ClaimResult[], waived: readonly WaivedBy[]): string {
  const seen = claims.filter((claim) => claim.waived).map(({ message, title }) => message || title)
  return `${waived.map(waiverText).join('; ')} (seen: ${seen.join('; ')})`
}

function causesOf({ causes }: GateResult, claims: readonly ClaimResult[]): GateResult['causes'] {
  const blind = claims.find(({ verdict, partial }) => verdict === 'unknown' && !partial)
  if (causes.length > 0 || blind === undefined) return causes
  return [{ kind: 'not-enough-seen', key: blind.message, message: blind.message }]
}

function signed({ at, covers, owner, reason, ticket, expires }: Waiver): WaivedBy {
  return { ...(at === undefined ? {} : { at }), covers: [...covers], owner, reason, ticket, expires }
}
