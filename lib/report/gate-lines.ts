import { typed } from '../phase/typed.ts'
import { inShort, remedyOf } from './causes.ts'
import { changeText, goneText } from './change-text.ts'
import { type Paint, sign } from './paint.ts'
import { columnsOf, counted, cut, padded, plain, plainLines, wrap } from './plain-text.ts'
import { type Finding, findingsOf, type GateResult, type RunResult } from './result.ts'
import type { Row } from './root-cause.ts'
import { timelineText } from './timeline-text.ts'
import { inWindowText } from './window-text.ts'

const mostFindings = 10
const detailIndent = '      '
const widestId = 30
const widestSource = 22
/** The width of `  ✗ fail      `: two blanks, the symbol, a blank, and the word, filled up with blanks to ten columns. */
const signColumns = 14

/** Everything a row needs to know of the run around it. */
export interface Sheet {
  readonly width: number
  readonly paint: Paint
  /** The gates of this run. */
  readonly ids: ReadonlySet<string>
  readonly idColumns: number
  readonly sourceColumns: number
  /** Names what a failure in a phase delays: `phase 04` for a failure in `03-core`. */
  readonly heldUpBy: (phase: string) => string
  readonly run: RunResult['run']
  /** What the operator gave to --site; absent when the site was found without it. */
  readonly siteFlag?: string
}

/** The columns fit the longest id and sources of the run; on a narrow terminal the sources get less. */
export function sheetColumns(gates: readonly GateResult[], width: number): Pick<Sheet, 'idColumns' | 'sourceColumns'> {
  const idColumns = Math.min(widestId, Math.max(0, ...gates.map(({ id }) => columnsOf(id))))
  const room = Math.min(widestSource, Math.max(8, width - signColumns - idColumns - 2))
  return { idColumns, sourceColumns: Math.min(room, Math.max(0, ...gates.map((gate) => columnsOf(sources(gate))))) }
}

/** A row as lines: what was seen on the first line; where, and what to type next, below it. */
export function rowLines(row: Row, sheet: Sheet): string[] {
  const { paint } = sheet
  switch (row.kind) {
    case 'gate':
      return [...headLines(row.gate, sheet), ...detailLines(row.gate, sheet)]
    case 'same-cause':
      return quietLines('unknown', `same cause as ${row.first.id}: ${names(row.gates)}`, sheet)
    case 'blocked':
      return quietLines('skip', `${counted(row.gates.length, 'gate')} blocked by ${row.by}: ${names(row.gates)}`, sheet)
    case 'same-reason':
      return [
        ...quietLines('skip', names(row.gates), sheet),
        ...indented(plain(row.reason || 'no reason given'), sheet).map((line) => paint('gray', line)),
      ]
  }
}

function headLines(gate: GateResult, sheet: Sheet): string[] {
  const { paint, width, idColumns, sourceColumns } = sheet
  const { symbol, word, style } = sign[gate.verdict]
  const quiet = gate.verdict === 'pass' || gate.verdict === 'skip'
  const source = cut(sources(gate), sourceColumns)
  const head = `  ${paint(style, `${symbol} ${padded(word, 8)}`)}  ${paint(quiet ? 'none' : 'bold', padded(gate.id, idColumns))}  ${paint('gray', source)}`
  const used = signColumns + Math.max(idColumns, columnsOf(gate.id)) + 2 + sourceColumns + 2
  const tone = quiet ? 'gray' : 'none'
  const seen = seenOf(gate, sheet)
  // The text goes beside the columns when it fits there in at most two lines, else below them.
  const [first, ...rest] = wrap(seen, Math.max(24, width - used))
  if (first === undefined) return [head]
  if (rest.length <= 1 && [first, ...rest].every((line) => used + columnsOf(line) <= width)) {
    const gap = ' '.repeat(sourceColumns - columnsOf(source) + 2)
    return [head + gap + paint(tone, first), ...rest.map((line) => ' '.repeat(used) + paint(tone, line))]
  }
  // A text that does not fit beside the columns is omitted if the gate is green and the text only says how many claims held.
  if (
    gate.verdict === 'pass' &&
    gate.change === undefined &&
    gate.notes.length === 0 &&
    gate.timeline === undefined &&
    gate.claims.every(({ verdict }) => verdict === 'pass')
  )
    return [head]
  return [head, ...indented(seen, sheet).map((line) => paint(tone, line))]
}

/** What the gate saw, in one sentence. */
export function seenOf(gate: GateResult, sheet: Pick<Sheet, 'ids'>): string {
  const messages = (verdict: GateResult['verdict']) =>
    gate.claims.filter((claim) => claim.verdict === verdict).map((claim) => plain(claim.message || claim.title))
  switch (gate.verdict) {
    case 'pass':
      return [
        ...changed(gate),
        ...heldClaims(gate),
        ...settled(gate),
        ...gate.notes.map((note) => `note: ${plain(note)}`),
        ...leftOut(gate),
      ].join('; ')
    case 'skip':
      return skipReason(gate, sheet)
    case 'unknown':
      return `could not look: ${blindness(gate) || 'no reason given'}`
    default:
      return messages(gate.verdict).join('; ') || 'a claim did not hold'
  }
}

/** What changed since the run that the gate was compared with. */
export function changed(gate: GateResult): readonly string[] {
  return [changeText(gate), gate.verdict === 'pass' ? undefined : goneText(gate)].flatMap((text) =>
    text === undefined ? [] : [plain(text)],
  )
}

/** The claims that a gate skipped while its other claims were judged, and why. */
function leftOut({ claims }: GateResult): readonly string[] {
  return [...new Set(claims.filter(({ verdict }) => verdict === 'skip').map(({ message }) => `left out: ${plain(message)}`))]
}

/** `in the maintenance window until 2026-11-28 06:00 UTC: new switches` */
function windowText({ window }: GateResult): readonly string[] {
  return window === undefined ? [] : [inWindowText(window)]
}

function settled({ timeline }: GateResult): readonly string[] {
  return timeline === undefined ? [] : [timelineText(timeline)]
}

function heldClaims({ claims }: GateResult): readonly string[] {
  const held = claims.filter(({ verdict }) => verdict === 'pass').length
  return held === 0 ? [] : [`${counted(held, 'claim')} held`]
}

/** Why a gate was skipped. When another gate of this report blocked it, only the id of that gate is given: its own lines state the fault. */
function skipReason(gate: GateResult, sheet: Pick<Sheet, 'ids'>): string {
  const by = gate.blockedBy
  return by !== undefined && sheet.ids.has(by) ? `blocked by ${by}` : plain(gate.reason ?? 'no reason given')
}

/** Why the gate could not look: the messages of its claims, and the root cause when no message already contains it. */
export function blindness(gate: GateResult): string {
  // A claim is partial when what was seen is as it should be, but not everything was seen. Its message is left out: another claim or a cause gives the
  // reason.
  const blind = gate.claims.filter((claim) => claim.verdict === 'unknown')
  const counts = blind.filter((claim) => !claim.partial).map((claim) => plain(claim.message))
  const causes = inShort(gate.causes.map(({ message }) => plain(message)))
  const texts = [...new Set([...counts, causes])].filter((text) => text !== '')
  return texts.filter((text) => !texts.some((other) => other !== text && other.includes(text))).join('; ')
}

function detailLines(gate: GateResult, sheet: Sheet): string[] {
  if (gate.verdict === 'pass') return []
  if (gate.verdict === 'skip') return gate.waived === undefined ? [] : findingLines(gate, sheet)
  const asides = [
    ...changed(gate),
    ...windowText(gate),
    ...settled(gate),
    ...leftOut(gate),
    ...gate.notes.map((note) => `note: ${plain(note)}`),
  ]
  const lines = [...findingLines(gate, sheet), ...asides.flatMap((text) => indented(text, sheet))]
  if (gate.verdict === 'unknown') return [...lines, ...lookAgainLines(gate, sheet)]
  // Why the gate could not look is shown only when a claim is unknown. Where a finding says that something cannot be reached, it already gives
  // the reason.
  const blind = gate.claims.some((claim) => claim.verdict === 'unknown') ? blindness(gate) : ''
  if (blind) lines.push(...indented(`also could not look: ${blind}`, sheet), ...commandLines('', 'type', remedyOf(gate.causes), sheet))
  const weight = gate.verdict === 'warn' ? 'blocks nothing' : `blocks ${sheet.heldUpBy(gate.phase)}`
  return [...lines, ...commandLines(weight, 'fix', gate.fix, sheet)]
}

function findingLines(gate: GateResult, sheet: Sheet): string[] {
  const findings = findingsOf(gate)
  const shown = findings.slice(0, mostFindings)
  const atColumns = Math.min(24, Math.max(0, ...shown.map((finding) => columnsOf(plain(finding.at ?? '')))))
  const lines = shown.flatMap((finding) => [
    ...oneFinding(finding, atColumns, sheet),
    // A gate that is waived as a whole says so in its first line.
    ...(finding.waived === undefined || gate.verdict === 'skip'
      ? []
      : indented(plain(finding.waived), sheet).map((line) => sheet.paint('gray', `  ${line}`))),
    ...(finding.destroys === undefined
      ? []
      : [`${detailIndent}  ${sheet.paint('yellow', `caution, cannot be undone: ${plain(finding.destroys)}`)}`]),
    ...(finding.fix !== undefined && finding.fix !== gate.fix ? commandLines('', 'fix', finding.fix, sheet, `${detailIndent}  `) : []),
  ])
  const more = findings.length - shown.length
  return more > 0 ? [...lines, `${detailIndent}… and ${more} more (in the report)`] : lines
}

function oneFinding(finding: Finding, atColumns: number, sheet: Sheet): string[] {
  const at = plain(finding.at ?? '')
  const gap = atColumns > 0 ? atColumns + 2 : 0
  const saw = wrapFinding(
    plain(finding.change === undefined ? finding.saw : `${finding.change}: ${finding.saw}`),
    sheet.width - detailIndent.length - gap,
  )
  // a name that is longer than its column gets a line of its own
  if (columnsOf(at) > atColumns) return [detailIndent + at, ...saw.map((line) => detailIndent + ' '.repeat(gap) + line)]
  const first = gap > 0 ? `${padded(at, atColumns)}  ` : ''
  return saw.map((line, index) => detailIndent + (index === 0 ? first : ' '.repeat(gap)) + line)
}

/**
 * Wraps a finding that is longer than `columns`. Wrapping turns each run of blanks into one blank. A shorter finding keeps its blanks, because they
 * may align columns.
 */
function wrapFinding(text: string, columns: number): string[] {
  return columnsOf(text) <= columns ? [text] : wrap(text, Math.max(20, columns))
}

function lookAgainLines(gate: GateResult, sheet: Sheet): string[] {
  const weight = gate.severity === 'advisory' ? 'blocks nothing' : `blocks ${sheet.heldUpBy(gate.phase)} until it can look`
  const remedy = remedyOf(gate.causes)
  if (remedy !== undefined) return commandLines(weight, 'type', remedy, sheet)
  const again =
    sheet.run.mode === 'live'
      ? `${typed} run --gate ${gate.id}${sheet.siteFlag === undefined ? '' : ` --site ${plain(sheet.siteFlag)}`}`
      : `${typed} explain ${gate.id}`
  return commandLines(weight, sheet.run.mode === 'live' ? 'look again' : 'read', again, sheet)
}

/** Writes `blocks phase 04 · fix: …`. The first line of `command` is for pasting, so it is never wrapped or cut. The other lines are for reading. */
function commandLines(weight: string, label: string, command: string | undefined, sheet: Sheet, indent = detailIndent): string[] {
  const { paint, width } = sheet
  const [first, ...notes] = command === undefined ? [] : plainLines(command)
  if (first === undefined) return weight === '' ? [] : [paint('gray', `${indent}${weight}`)]
  const lead = `${indent}${weight === '' ? '' : `${weight} · `}${label}:`
  const fits = columnsOf(lead) + 1 + columnsOf(first) <= width
  const lines = fits ? [`${paint('gray', lead)} ${paint('cyan', first)}`] : [paint('gray', lead), `${indent}  ${paint('cyan', first)}`]
  const read = wrap(notes.join(' '), width - indent.length - 2)
  return [...lines, ...read.map((line) => paint('gray', `${indent}  ${line}`))]
}

function names(gates: readonly GateResult[]): string {
  return gates.map(({ id }) => id).join(', ')
}

function quietLines(verdict: 'unknown' | 'skip', text: string, sheet: Sheet): string[] {
  const lead = `  ${sign[verdict].symbol} ${padded(sign[verdict].word, 8)}  `
  return wrap(text, sheet.width - signColumns).map((line, index) =>
    sheet.paint('gray', (index === 0 ? lead : ' '.repeat(signColumns)) + line),
  )
}

function indented(text: string, sheet: Sheet): string[] {
  return wrap(text, sheet.width - detailIndent.length).map((line) => detailIndent + line)
}

function sources(gate: GateResult): string {
  return gate.source.join(', ')
}
