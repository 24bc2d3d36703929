import { mayIGoOn } from './answer.ts'
import { findingTexts, fixText, sawText } from './gate-text.ts'
import { sign } from './paint.ts'
import { counted, cut, duration, plain, plainLines } from './plain-text.ts'
import type { GateResult, RunResult, Verdict } from './result.ts'
import { type Row, rowsByPhase } from './root-cause.ts'

/** GitHub refuses a summary of more than 1 MiB; other steps of the job may write to it as well. */
const longestSummary = 512 * 1024
const mostFindings = 10
/** GitHub shows at most ten annotations of each kind for a step. */
const mostAnnotations = 10

/** Markdown for `$GITHUB_STEP_SUMMARY`: the answer, then each gate that is not green with its fix, worst first; a root cause appears once. */
export function stepSummary(result: RunResult): string {
  const { run, counts, gates } = result
  const rows = [...rowsByPhase(gates).values()].flat()
  const order: readonly Verdict[] = ['fail', 'unknown', 'warn']
  const shown = order.flatMap((verdict) => rows.flatMap((row) => (row.kind === 'gate' && row.gate.verdict === verdict ? [row.gate] : [])))
  const tallies = (Object.entries(counts) as [Verdict, number][]).filter(([, count]) => count > 0)
  const head = [
    `## ${escaped(`Gates of ${run.site}: ${mayIGoOn(result).sentence}`)}`,
    [
      `${counted(gates.length, 'gate')}: ${tallies.map(([verdict, count]) => `${count} ${sign[verdict].word}`).join(' · ')}`,
      duration(run.durationMs),
    ]
      .map(escaped)
      .join(' · '),
    ...(run.mode === 'replay' ? ['This is about the recordings, not about a cloud as it is now.'] : []),
  ]
  const rest = rows.flatMap(folded)
  return fitting([...head, ...shown.map(section), ...(rest.length > 0 ? [rest.map((line) => `- ${line}`).join('\n')] : [])])
}

function section(gate: GateResult): string {
  const findings = findingTexts(gate)
  const fix = fixText(gate)
  const { symbol, word } = sign[gate.verdict]
  const more = findings.length - mostFindings
  const items = [
    ...findings.slice(0, mostFindings).map((finding) => `- ${escaped(finding)}`),
    ...(more > 0 ? [`- ${escaped(`and ${more} more`)}`] : []),
  ]
  return [
    `### ${symbol} ${escaped(`${gate.id} ${word} (${gate.phase})`)}`,
    escaped(sawText(gate)),
    ...(items.length > 0 ? [items.join('\n')] : []),
    ...(fix === undefined ? [] : [fenced(fix)]),
  ].join('\n\n')
}

/** One line for gates whose verdict has the same cause as another gate's, or that were blocked or skipped. */
function folded(row: Row): readonly string[] {
  const names = (gates: readonly GateResult[]) => gates.map(({ id }) => id).join(', ')
  switch (row.kind) {
    case 'same-cause':
      return [escaped(`same cause as ${row.first.id}: ${names(row.gates)}`)]
    case 'blocked':
      return [escaped(`${counted(row.gates.length, 'gate')} blocked by ${row.by}: ${names(row.gates)}`)]
    case 'same-reason':
      return [escaped(`skipped, ${row.reason}: ${names(row.gates)}`)]
    case 'gate':
      return row.gate.verdict === 'skip' ? [escaped(`skipped, ${sawText(row.gate)}: ${row.gate.id}`)] : []
  }
}

/** Markdown that shows a remote machine's text as plain text: no link, image or tag. Markdown takes a backslash before any ASCII punctuation. */
function escaped(text: string): string {
  return plain(text)
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replaceAll('\\&', '&amp;')
    .replaceAll('\\<', '&lt;')
    .replaceAll('\\>', '&gt;')
}

/** A block that its text cannot end. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}sh`, ...plainLines(text), fence].join('\n')
}

function fitting(blocks: readonly string[]): string {
  let length = 0
  const kept = blocks.filter((block) => {
    length += Buffer.byteLength(block) + 2
    return length < longestSummary
  })
  const left = blocks.length - kept.length
  return `${[...kept, ...(left > 0 ? [`${counted(left, 'part')} did not fit here; the full report has every part.`] : [])].join('\n\n')}\n`
}

/** Workflow commands that mark the gates that are not green, one per line; worst first. Empty when all is green. */
export function annotations(result: RunResult, { strict = false }: { readonly strict?: boolean } = {}): string {
  const rows = [...rowsByPhase(result.gates).values()].flat()
  const own = rows.flatMap((row) => (row.kind === 'gate' ? [row.gate] : []))
  const level = ({ verdict, severity }: GateResult) =>
    verdict === 'fail' || (verdict === 'unknown' && severity === 'blocking') || (strict && (verdict === 'warn' || verdict === 'unknown'))
      ? 'error'
      : verdict === 'warn' || verdict === 'unknown'
        ? 'warning'
        : undefined
  const of = (kind: string, verdict: Verdict) => own.filter((gate) => level(gate) === kind && gate.verdict === verdict)
  return (['error', 'warning'] as const)
    .flatMap((kind) =>
      (['fail', 'unknown', 'warn'] as const)
        .flatMap((verdict) => of(kind, verdict))
        .slice(0, mostAnnotations)
        .map((gate) => command(kind, gate)),
    )
    .join('')
}

const longestAnnotation = 4000

function command(kind: 'error' | 'warning', gate: GateResult): string {
  const text = [sawText(gate), ...findingTexts(gate).slice(0, mostFindings)].map(plain).join('\n')
  const title = `${gate.id} ${sign[gate.verdict].word} (${gate.phase})`
  return `::${kind} title=${property(title)}::${data(cut(text, longestAnnotation))}\n`
}

/** Escapes the text after the second `::` of a workflow command, so that GitHub's runner shows it unchanged. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(plain(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/**
 * Puts `text` between two lines that keep GitHub's runner from carrying out commands, whatever a remote machine wrote. `word` must be new each time,
 * so that `text` cannot contain the closing line.
 */
export function withoutCommands(text: string, word: string): string {
  return `::stop-commands::${word}\n${text}${text.endsWith('\n') ? '' : '\n'}::${word}::\n`
}
