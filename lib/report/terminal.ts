import { mayIGoOn } from './answer.ts'
import { rowLines, type Sheet, sheetColumns } from './gate-lines.ts'
import { heldUpBy } from './held-up.ts'
import { type Paint, painter, sign } from './paint.ts'
import { counted, duration, plain, utcMinute, wrap } from './plain-text.ts'
import { isUnsteady, isUntidy, type RunResult, type Verdict } from './result.ts'
import { type Row, rowsByPhase } from './root-cause.ts'
import { waiverName } from './waiver-text.ts'

export interface TerminalOptions {
  readonly colour: boolean
  /** Columns; below 60 the report is laid out for 60. */
  readonly width: number
  /** The question of each phase; a phase that is not listed shows only its id. */
  readonly phases: readonly { readonly id: string; readonly question: string }[]
  /** Prints only the gates that did not pass and the answer to "May I go on?". Prints nothing at all for a green run. */
  readonly quiet?: boolean
  /** Where the reports of this run are; absent when none were written. */
  readonly reportDir?: string
  /** The operator's value of --site, repeated in the commands that the report suggests for another run. Absent without --site. */
  readonly siteFlag?: string
}

const narrowest = 60
const tallyOrder: readonly Verdict[] = ['pass', 'warn', 'fail', 'unknown', 'skip']

/**
 * The report of the whole run for a person, with a line break at its end. Empty for a green run with `quiet`. Has terminal escapes only with
 * `colour`.
 */
export function terminalReport(result: RunResult, options: TerminalOptions): string {
  if (options.quiet && isGreen(result)) return ''
  const width = Math.max(narrowest, options.width)
  const paint = painter(options.colour)
  const sheet: Sheet = {
    width,
    paint,
    ids: new Set(result.gates.map(({ id }) => id)),
    ...sheetColumns(result.gates, width),
    heldUpBy,
    run: result.run,
    ...(options.siteFlag === undefined ? {} : { siteFlag: options.siteFlag }),
  }
  const phases = [...rowsByPhase(result.gates)]
    .map(([phase, rows]) => ({ phase, rows: options.quiet ? rows.filter(notPass) : rows }))
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ phase, rows }) => [...phaseLines(phase, options, width, paint), ...rows.flatMap((row) => rowLines(row, sheet)), ''])
  const head = options.quiet ? [] : [runLine(result, paint), '']
  const waivers = waiverLines(result, width, paint)
  const tail = options.quiet
    ? answerLines(result, width, paint)
    : [...answerLines(result, width, paint), '', ...tallyLines(result, options, width, paint)]
  return `${[...head, ...phases, ...waivers, ...tail].join('\n')}\n`
}

function runLine(result: RunResult, paint: Paint): string {
  const { site, mode, startedAt } = result.run
  const when = utcMinute(startedAt)
  return `${paint('bold', plain(site))}${paint('gray', ` · ${mode === 'replay' ? 'replayed from recordings' : 'live'} · ${plain(when)}`)}`
}

function phaseLines(phase: string, options: TerminalOptions, width: number, paint: Paint): string[] {
  const question = options.phases.find(({ id }) => id === phase)?.question ?? ''
  const [first = '', ...rest] = wrap(plain(question), width - phase.length - 2)
  return [`${paint('bold', phase)}  ${first}`.trimEnd(), ...rest.map((line) => ' '.repeat(phase.length + 2) + line)]
}

function answerLines(result: RunResult, width: number, paint: Paint): string[] {
  const { word, sentence } = mayIGoOn(result)
  const style = word === 'yes' ? sign.pass.style : word === 'no' ? sign.fail.style : sign.unknown.style
  const [first = '', ...rest] = wrap(`May I go on? ${sentence}`, width)
  const answer = [`May I go on? ${paint(style, first.slice('May I go on? '.length))}`, ...rest.map((line) => paint(style, line))]
  // A green replay must not be read as a green cloud.
  const caveat = result.run.mode === 'replay' ? [paint('gray', 'This is about the recordings, not about a cloud as it is now.')] : []
  return [...answer, ...caveat]
}

function tallyLines(result: RunResult, options: TerminalOptions, width: number, paint: Paint): string[] {
  const counts = tallyOrder
    .filter((verdict) => result.counts[verdict] > 0)
    .map((verdict) => `${result.counts[verdict]} ${sign[verdict].word}`)
  const { asked, reused, connections } = result.run.questions
  const opened = Object.values(connections).reduce((sum, count) => sum + count, 0)
  const lines = [
    `${counted(result.gates.length, 'gate')}: ${counts.join(' · ')} · ${duration(result.run.durationMs)}`,
    `${counted(asked, 'question')} asked, ${reused} more reused an earlier answer, ${counted(opened, 'connection')} opened`,
  ].flatMap((line) => wrap(line, width))
  const { waited } = result.run
  const rounds =
    waited && waited.rounds > 1 ? [`Asked ${waited.rounds} times in ${duration(result.run.durationMs)}: ${waitEnds[waited.ended]}`] : []
  const unread = result.run.windowsNotRead
  const windows = unread === undefined ? [] : wrap(`No window that was opened by hand counts: ${plain(unread)}`, width)
  const where =
    options.reportDir === undefined ? [] : [`Reports: ${plain(options.reportDir)}/  (report.html, report.txt, junit.xml, result.json)`]
  return [...lines, ...rounds, ...windows, ...where].map((line) => paint('gray', line))
}

const waitEnds: Readonly<Record<NonNullable<RunResult['run']['waited']>['ended'], string>> = {
  green: 'all stayed green for the time that was asked for',
  'out of time': 'the longest time to wait had passed',
  stopped: 'the wait was stopped',
}

function notPass(row: Row): boolean {
  return row.kind !== 'gate' || row.gate.verdict !== 'pass'
}

/** The waivers that need attention, or why the waivers could not be read. */
function waiverLines({ waivers = [], run }: RunResult, width: number, paint: Paint): string[] {
  const unread =
    run.waiversNotRead === undefined ? [] : [`the waivers could not be read, so nothing is waived: ${plain(run.waiversNotRead)}`]
  const untidy = waivers.filter(isUntidy).map((waiver) => `${plain(waiverName(waiver))}: ${plain(waiver.message)}`)
  const lines = [...unread, ...untidy].flatMap((text) =>
    wrap(text, width - 4).map((line, index) => (index === 0 ? `  ${paint(sign.warn.style, '!')} ${line}` : `    ${line}`)),
  )
  return lines.length === 0 ? [] : [paint('bold', 'waivers'), ...lines, '']
}

/**
 * Whether the run has no news, so that --quiet prints nothing and cron sends no mail. Skipped gates are not news: on a healthy cloud the same gates are
 * skipped every night.
 */
function isGreen({ exitCode, gates, run, waivers = [] }: RunResult): boolean {
  return (
    exitCode === 0 &&
    run.notWritten === undefined &&
    !waivers.some(isUntidy) &&
    !gates.some(isUnsteady) &&
    gates.every(({ verdict }) => verdict === 'pass' || verdict === 'skip')
  )
}
