import { type DiffDocument, diffRuns, findRun } from '../history/index.ts'
import { UsageError } from '../phase/config-error.ts'
import { sign } from '../report/paint.ts'
import { counted, padded, plain } from '../report/plain-text.ts'
import { type HistoryFlags, withHistory } from './history-file.ts'
import { styled } from './style.ts'

/** `gates diff RUN RUN`: what changed from the first to the second. The exit code is 0, even when something changed. Throws UsageError. */
export function diffCommand(from: string, to: string, flags: HistoryFlags): number {
  const document = withHistory(flags, (history, { mode }) => {
    const [before, now] = [from, to].map((text) => findRun(history, text, { option: 'gates diff', mode }))
    if (before === undefined || now === undefined) throw new UsageError('gates diff: wanted two runs')
    return diffRuns(history, before, now)
  })
  process.stdout.write(flags.json ? `${JSON.stringify(document, null, 2)}\n` : `${shown(document).join('\n')}\n`)
  return 0
}

const most = 10

function shown({ before, now, changed, same }: DiffDocument): readonly string[] {
  const paint = styled(process.stdout)
  const word = (verdict: DiffDocument['changed'][number]['now']) =>
    verdict === undefined ? 'not in it' : paint(sign[verdict].style, `${sign[verdict].symbol} ${sign[verdict].word}`)
  const width = Math.max(0, ...changed.map(({ gate }) => gate.length))
  const list = (lead: string, findings: DiffDocument['changed'][number]['fresh']) => [
    ...findings.slice(0, most).map(({ at, saw }) => `    ${lead} ${at === undefined ? '' : `${plain(at)}  `}${plain(saw)}`),
    ...(findings.length > most ? [`    ${lead} and ${findings.length - most} more (in --json)`] : []),
  ]
  return [
    `From ${before.id} to ${now.id}`,
    ...changed.flatMap((one) => [
      `  ${padded(one.gate, width)}  ${one.before === one.now ? `${word(one.now)} as before` : `${word(one.before)} → ${word(one.now)}`}`,
      ...list('+', one.fresh),
      ...list('-', one.gone),
    ]),
    `${counted(changed.length, 'gate')} changed, ${same} did not.`,
  ]
}
