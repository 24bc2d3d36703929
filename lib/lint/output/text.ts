import { type Paint, painter } from '../../report/paint.ts'
import { counted, plain } from '../../report/plain-text.ts'
import type { Finding } from '../finding.ts'
import type { Severity } from '../rule.ts'
import { type Outcome, tally } from './outcome.ts'

const styles: Readonly<Record<Severity, Parameters<Paint>[0]>> = { error: ['red', 'bold'], warning: 'yellow', note: 'cyan' }
const longestLine = 160

export interface TextOptions {
  readonly colour: boolean
  readonly quiet: boolean
}

/** Each finding with its line and a mark below it, and the count at the end. */
export function textReport(outcome: Outcome, { colour, quiet }: TextOptions): string {
  const paint = painter(colour)
  const findings = outcome.findings.map((finding) => findingText(finding, paint))
  return quiet ? findings.join('') : `${findings.join('')}${summary(outcome)}\n`
}

function findingText(finding: Finding, paint: Paint): string {
  const { file, from, severity, rule, text, sources, fix } = finding
  const number = String(from.line)
  const gutter = ' '.repeat(number.length)
  const { line, mark } = marked(finding)
  return [
    `${plain(file)}:${from.line}:${from.column} ${paint(styles[severity], severity)} ${paint('bold', rule)}  ${plain(text)}  ${paint('dim', sources.join(' '))}`,
    `  ${number} | ${line}`,
    `  ${gutter} | ${paint(styles[severity], mark)}`,
    `  fix: ${fix}`,
    '',
    '',
  ].join('\n')
}

/** The source line, cut on the left when the place is far to the right, and the carets below it. */
function marked({ sourceLine, from, to }: Finding): { readonly line: string; readonly mark: string } {
  const first = from.column - 1 > longestLine - 40 ? from.column - 41 : 0
  const shown = sourceLine.slice(first, first + longestLine)
  const line = `${first > 0 ? '…' : ''}${[...shown].map(visible).join('')}${sourceLine.length > first + longestLine ? '…' : ''}`
  const at = from.column - 1 - first + (first > 0 ? 1 : 0)
  const end = to.line === from.line ? to.column - 1 - first + (first > 0 ? 1 : 0) : line.length
  const width = Math.max(1, Math.min(end, line.length) - at)
  return { line, mark: `${' '.repeat(Math.max(0, at))}${'^'.repeat(width)}` }
}

/** One column for each character, so that the carets stand below the right ones. */
function visible(character: string): string {
  if (character === '\t') return ' '
  return /[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u.test(character) ? '\ufffd' : character
}

function summary(outcome: Outcome): string {
  const { files, blocks, findings, disabled, known } = outcome
  const looked = `${counted(files, 'file')}, ${counted(blocks, 'block')} of shell`
  const parts = [
    counted(tally(outcome, 'error'), 'error'),
    counted(tally(outcome, 'warning'), 'warning'),
    counted(tally(outcome, 'note'), 'note'),
  ]
  const back = [...(disabled > 0 ? [`${disabled} disabled by comments`] : []), ...(known > 0 ? [`${known} known from the baseline`] : [])]
  if (blocks === 0) return `Nothing to look at: no block of shell in ${counted(files, 'file')}.`
  const found = findings.length === 0 ? 'No findings' : counted(findings.length, 'finding')
  return `${found} in ${looked}${findings.length === 0 ? '' : `: ${parts.join(', ')}`}.${back.length === 0 ? '' : ` Not shown: ${back.join(', ')}.`}`
}
