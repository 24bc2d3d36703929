import { type GateStats, type HistoryDocument, isFlaky, median, type PastRun, statsOf } from '../history/index.ts'
import { UsageError } from '../phase/config-error.ts'
import { sign } from '../report/paint.ts'
import { counted, padded, plain, utcMinute } from '../report/plain-text.ts'
import { type HistoryFlags, withHistory } from './history-file.ts'
import { spell } from './spell-time.ts'
import { styled } from './style.ts'

export interface HistoryCommandFlags extends HistoryFlags {
  readonly limit: string
}

/**
 * A gate is judged flaky or slow by at most this many of its latest runs, because it may have been fixed since earlier ones. With GATE, --limit says
 * how many runs count.
 */
const judged = 30
const mostSlow = 5

/** `gates history [GATE]`: exit code 0. Throws UsageError when there is nothing to show. */
export function historyCommand(gate: string | undefined, flags: HistoryCommandFlags): number {
  const limit = /^[1-9]\d{0,5}$/.test(flags.limit) ? Number(flags.limit) : undefined
  if (limit === undefined) throw new UsageError(`--limit: wanted how many runs, such as 20, received ${flags.limit}`)
  const document = withHistory(flags, (history, { site, mode }): HistoryDocument => {
    const runs = history.runs({ mode, limit })
    if (runs.length === 0) throw new UsageError(`No ${mode === 'live' ? 'live run' : 'replay'} of site ${site} has been kept yet`)
    const head = { schema: 'openstack-gates/history/v1', site, mode } as const
    const stats = (id: string, most: number) => {
      const found = statsOf(history.sightings(id, { mode, limit: most }))
      return found === undefined ? [] : [written(found)]
    }
    if (gate === undefined) {
      const ids = new Set(history.runs({ mode, limit: judged }).flatMap(({ id }) => history.gatesOf(id).map((one) => one.gate)))
      return { ...head, runs: [...runs], gates: [...ids].flatMap((id) => stats(id, judged)) }
    }
    const timeline = history.sightings(gate, { mode, limit })
    if (timeline.length === 0)
      throw new UsageError(`No run that is kept has a gate called ${gate}. The last run has ${gatesKept(history.runs({ mode }), history)}`)
    return { ...head, runs: timeline.map(({ run }) => run), gates: stats(gate, limit), timeline: [...timeline] }
  })
  process.stdout.write(flags.json ? `${JSON.stringify(document, null, 2)}\n` : `${shown(document).join('\n')}\n`)
  return 0
}

function written({ redSince, timesToGreenMs, ...rest }: GateStats): HistoryDocument['gates'][number] {
  return { ...rest, timesToGreenMs: [...timesToGreenMs], ...(redSince === undefined ? {} : { redSince }) }
}

function gatesKept(runs: readonly PastRun[], history: { gatesOf(run: string): readonly { readonly gate: string }[] }): string {
  return runs
    .slice(0, 1)
    .flatMap(({ id }) => history.gatesOf(id).map((one) => one.gate))
    .join(', ')
}

function shown(document: HistoryDocument): readonly string[] {
  const { site, mode, timeline } = document
  const paint = styled(process.stdout)
  const head = `${paint('bold', site)} · ${mode === 'live' ? 'live runs' : 'replays'}, newest first`
  if (timeline) {
    const [stats] = document.gates
    const rows = timeline.map(({ run, gate }, nth) => {
      const { symbol, word, style } = sign[gate.verdict]
      const older = timeline[nth + 1]?.gate.verdict
      const turned = older !== undefined && older !== gate.verdict ? ` (was ${sign[older].word})` : ''
      const message = plain(gate.messages[0] ?? '')
      const text = `${padded(spell(gate.durationMs), 8)}  ${message}${turned}`.trimEnd()
      return `${run.id}  ${paint(style, `${symbol} ${padded(word, 8)}`)}  ${text}`
    })
    return [head, '', `${stats?.gate}  ${stats?.phase}`, ...rows, '', ...(stats ? summary(stats) : [])]
  }
  const rows = document.runs.map((run) => {
    const { symbol, word, style } = sign[run.verdict]
    const ended = run.interrupted ? '  interrupted' : ''
    return `${run.id}  ${paint(style, `${symbol} ${padded(word, 8)}`)}  exit ${padded(String(run.exitCode), 3)}  ${spell(run.durationMs)}${ended}`
  })
  return [head, '', ...rows, '', ...flakyLines(document.gates), ...slowLines(document.gates)]
}

function summary(stats: HistoryDocument['gates'][number]): readonly string[] {
  const times = stats.timesToGreenMs
  return [
    `${counted(stats.changes, 'change')} between green and red${isFlaky(stats) ? `, flaky: went red ${stats.flaps} times` : ''}.`,
    ...(stats.redSince === undefined ? [] : [`Red since ${utcMinute(stats.redSince)}.`]),
    ...(times.length === 0 ? [] : [`Time to green: ${spell(median(times))}${times.length > 1 ? ` (median of ${times.length})` : ''}.`]),
    `Takes ${spell(stats.medianMs)} (median of ${counted(stats.runs, 'run')}).`,
  ]
}

function flakyLines(gates: HistoryDocument['gates']): readonly string[] {
  const flaky = gates.filter(isFlaky).toSorted((a, b) => b.flaps - a.flaps)
  if (flaky.length === 0) return [`No gate is flaky: none went from green to red twice in the last ${judged} runs.`]
  return [
    `Flaky, in the last ${judged} runs:`,
    ...flaky.map(({ gate, flaps, runs }) => `  ${gate}  went red ${flaps} times in ${counted(runs, 'run')}`),
  ]
}

function slowLines(gates: HistoryDocument['gates']): readonly string[] {
  const slow = gates.toSorted((a, b) => b.medianMs - a.medianMs).slice(0, mostSlow)
  const width = Math.max(...slow.map(({ gate }) => gate.length))
  return ['Slowest (median):', ...slow.map(({ gate, medianMs }) => `  ${padded(gate, width)}  ${spell(medianMs)}`)]
}
