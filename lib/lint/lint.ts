import { createHash } from 'node:crypto'
import { disablesOf, disableWithoutReason, unusedDisable } from './disable.ts'
import type { Finding } from './finding.ts'
import { readPage } from './page/read-page.ts'
import { type Hit, type Rule, type Severity, severities } from './rule.ts'
import { rules as commandRules } from './rules/index.ts'
import { type ReadPage, readShell } from './shell/read-shell.ts'

/** Every rule, including those about the comments that disable rules. */
export const allRules: readonly Rule[] = [...commandRules, disableWithoutReason, unusedDisable]
const known = new Set(allRules.map(({ name }) => name))

export interface Selection {
  /** Names of rules; empty for all. */
  readonly rules: readonly string[]
  /** The mildest severity that is reported. */
  readonly severity: Severity
}

export const everything: Selection = { rules: [], severity: 'note' }

export interface Linted {
  readonly findings: readonly Finding[]
  /** Blocks of shell that were looked at. */
  readonly blocks: number
  /** Findings that a comment with a reason suppresses. */
  readonly disabled: number
}

/** Everything that is wrong with one page. Reads nothing but this text. */
export function lint(file: string, text: string, selection: Selection = everything): Linted {
  const read = readShell(readPage(file, text))
  const isSelected = (name: string) => selection.rules.length === 0 || selection.rules.includes(name)
  const disables = disablesOf(read, known)
  const findings: Finding[] = []
  let disabled = 0
  const keep = (rule: Rule, hit: Hit) => {
    if (mildness(hit.severity ?? rule.severity) <= mildness(selection.severity)) findings.push(findingOf(rule, hit, read))
  }
  for (const rule of commandRules.filter(({ name }) => isSelected(name))) {
    for (const hit of distinct(rule.check(read))) {
      if (disables.covers(rule.name, hit)) disabled += 1
      else keep(rule, hit)
    }
  }
  for (const [rule, hit] of disables.problems(isSelected)) if (isSelected(rule.name)) keep(rule, hit)
  return { findings: findings.toSorted(inOrder), blocks: read.blocks.length, disabled }
}

function mildness(severity: Severity): number {
  return severities.indexOf(severity)
}

/** A function that is called twice yields the same hit twice. */
function distinct(hits: Iterable<Hit>): readonly Hit[] {
  return [...new Map([...hits].map((hit) => [`${hit.start} ${hit.text}`, hit])).values()]
}

function findingOf(rule: Rule, hit: Hit, { page }: ReadPage): Finding {
  const from = page.lines.place(hit.start)
  const sourceLine = page.lines.line(from.line)
  const severity = hit.severity ?? rule.severity
  // Inside escaped quotes only the rough place of a hit is known: its start and end are at most one character apart.
  // Such a hit gets no edits, because edits need exact places.
  const edits = hit.end - hit.start > 1 ? (hit.edits ?? []) : []
  const fingerprint = createHash('sha256').update([rule.name, page.file, hit.text, sourceLine.trim()].join('\0')).digest('hex').slice(0, 32)
  return {
    rule: rule.name,
    severity,
    file: page.file,
    from,
    to: page.lines.place(Math.max(hit.end, hit.start + 1)),
    text: hit.text,
    fix: hit.fix ?? rule.fix,
    sources: rule.sources,
    sourceLine,
    fingerprint,
    edits,
  }
}

function inOrder(a: Finding, b: Finding): number {
  return a.from.line - b.from.line || a.from.column - b.from.column || (a.rule < b.rule ? -1 : 1)
}
