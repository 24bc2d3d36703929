import type { Metric, Sample } from './exposition.ts'
import { findingsOf, type GateResult, type RunResult, Verdict } from './result.ts'
import { rowsByPhase } from './root-cause.ts'

export interface MetricsOptions {
  /**
   * Ids of the gates that exist. Only these gates appear in the metrics, so a renamed gate does not stay there under its old id. Absent: every gate
   * that a run names appears.
   */
  readonly gates?: ReadonlySet<string>
  /** The version of the suite. */
  readonly version: string
  /** The number of existing reports that could not be read. */
  readonly unreadable?: number
}

/** A gate as seen by the newest run that judged it: after a run of one phase, the other phases stay as earlier runs saw them. */
interface Latest {
  readonly gate: GateResult
  readonly labels: Sample['labels']
  readonly run: RunResult
  /** The newest run in which the gate passed; undefined when it passed in no run that was read. */
  readonly passed: RunResult | undefined
  /** True when the gate could not look and another gate of its run already shows the reason. */
  readonly isRepeat: boolean
}

const prefix = 'openstack_gates_'

/**
 * Makes gauges from `runs`, which must be sorted newest first. No text from the cloud becomes a label, so there are only as many series as gates
 * and verdicts. A replay appears under a site name of its own, such as `replay:prod`, so it is never mistaken for a run against the cloud.
 */
export function metricsOf(runs: readonly RunResult[], { gates, version, unreadable = 0 }: MetricsOptions): Metric[] {
  const sites = [...Map.groupBy(runs, siteOf)].map(([site, own]) => ({ site, own, newest: own[0] as RunResult }))
  const latest = sites.flatMap(({ site, own }) => latestOf(site, own).filter(({ gate }) => gates?.has(gate.id) ?? true))
  const perSite = (value: (run: RunResult) => number): Sample[] =>
    sites.map(({ site, newest }) => ({ labels: { site }, value: value(newest) }))
  const perGate = (value: (one: Latest) => number | undefined): Sample[] => latest.flatMap((one) => sample(one.labels, value(one)))
  return [
    gauge('info', 'The label is the version of the suite that wrote these metrics; the value is 1.', [{ labels: { version }, value: 1 }]),
    gauge('unreadable_reports', 'Reports that could not be read, or are dated in the future.', [{ labels: {}, value: unreadable }]),
    gauge(
      'gate_verdict',
      'One series for each possible verdict of a gate. The value is 1 for the gate’s verdict in the newest run that judged the gate, and 0 for the other verdicts.',
      latest.flatMap(({ gate, labels }) =>
        Verdict.options.map((verdict) => ({
          labels: { ...labels, severity: gate.severity, verdict },
          value: Number(gate.verdict === verdict),
        })),
      ),
    ),
    gauge(
      'gate_findings',
      'Objects that the gate found wrong, or could not look at.',
      perGate(({ gate }) => findingsOf(gate).length),
    ),
    gauge(
      'gate_repeats_cause',
      'Equals 1 when the gate could not look and another gate of the run already shows the reason; otherwise 0.',
      perGate(({ isRepeat }) => Number(isRepeat)),
    ),
    gauge(
      'gate_window_end_timestamp_seconds',
      'End of the maintenance window in which the gate was seen not to be green; absent when there was no such window.',
      perGate(({ gate }) => gate.window && Date.parse(gate.window.until) / 1000),
    ),
    gauge(
      'gate_duration_seconds',
      'How long the gate took.',
      perGate(({ gate }) => gate.durationMs / 1000),
    ),
    gauge(
      'gate_last_run_timestamp_seconds',
      'Start of the newest run that judged the gate.',
      perGate(({ run }) => startOf(run)),
    ),
    gauge(
      'gate_last_success_timestamp_seconds',
      'Start of the newest run in which the gate passed; absent when the gate passed in no kept run.',
      perGate(({ passed }) => passed && startOf(passed)),
    ),
    gauge(
      'waiver_expiry_timestamp_seconds',
      'The time at which the waiver ends: the end of its last day. If several waivers have the same gate and ticket, the earliest end.',
      sites.flatMap(({ site, own }) => expiries(site, own, gates)),
    ),
    gauge(
      'run_verdict',
      'Verdict of the newest run: 1 for the verdict that the run has, 0 for every other verdict.',
      sites.flatMap(({ site, newest }) =>
        Verdict.options.map((verdict) => ({ labels: { site, verdict }, value: Number(newest.verdict === verdict) })),
      ),
    ),
    gauge(
      'run_exit_code',
      'Exit code of the newest run: 0 go on, 1 a gate failed, 3 a gate could not look.',
      perSite(({ exitCode }) => exitCode),
    ),
    gauge(
      'run_interrupted',
      'Whether the newest run was stopped before its end (1) or not (0).',
      perSite(({ run }) => Number(run.interrupted ?? false)),
    ),
    gauge(
      'run_gates',
      'Gates of the newest run by verdict.',
      sites.flatMap(({ site, newest }) => Verdict.options.map((verdict) => ({ labels: { site, verdict }, value: newest.counts[verdict] }))),
    ),
    gauge('run_last_timestamp_seconds', 'Start of the newest run.', perSite(startOf)),
    gauge(
      'run_last_success_timestamp_seconds',
      'Start of the newest run that ended with exit code 0, whichever gates it ran; absent when no kept run did.',
      sites.flatMap(({ site, own }) => {
        const green = own.find(({ exitCode }) => exitCode === 0)
        return sample({ site }, green && startOf(green))
      }),
    ),
    gauge(
      'run_duration_seconds',
      'How long the newest run took.',
      perSite(({ run }) => run.durationMs / 1000),
    ),
    gauge(
      'run_questions',
      'Questions in the newest run. asked: sent to the cloud. reused: not sent, since the same question was answered earlier in the run.',
      sites.flatMap(({ site, newest: { run } }) =>
        (['asked', 'reused'] as const).map((how) => ({ labels: { site, how }, value: run.questions[how] })),
      ),
    ),
    gauge(
      'run_connections',
      'Connections that the newest run opened.',
      perSite(({ run }) => Object.values(run.questions.connections).reduce((sum, one) => sum + one, 0)),
    ),
    gauge(
      'run_missing_reports',
      'How many reports the newest run could not write.',
      perSite(({ run }) => run.notWritten?.length ?? 0),
    ),
  ]
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: prefix + name, help, samples }
}

function sample(labels: Sample['labels'], value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ labels, value }]
}

function siteOf({ run }: RunResult): string {
  return run.mode === 'live' ? run.site : `${run.mode}:${run.site}`
}

/** The times at which waivers expire. They come from the newest run that could read its waivers: one run is enough, since each reads all of them. */
function expiries(site: string, runs: readonly RunResult[], gates: MetricsOptions['gates']): Sample[] {
  const { waivers = [] } = runs.find(({ run }) => run.waiversNotRead === undefined) ?? {}
  const ends = waivers.flatMap(({ gate, ticket = '', expires = '' }) =>
    gate !== undefined && (gates?.has(gate) ?? true) && Number.isFinite(endOfDay(expires)) ? [{ gate, ticket, at: endOfDay(expires) }] : [],
  )
  const series = Map.groupBy(ends, ({ gate, ticket }) => JSON.stringify([gate, ticket]))
  return [...series.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const { gate, ticket } = first
    return { labels: { site, gate, ticket }, value: Math.min(first.at, ...others.map(({ at }) => at)) }
  })
}

/** The end of a day such as `2027-01-31`: the UTC midnight after it, in seconds since 1970. */
function endOfDay(day: string): number {
  return Date.parse(day) / 1000 + 24 * 3600
}

function startOf({ run }: RunResult): number {
  return Date.parse(run.startedAt) / 1000
}

/** One entry per gate id, even when a run names a gate twice: one duplicate series makes Prometheus refuse all metrics. */
function latestOf(site: string, runs: readonly RunResult[]): Latest[] {
  const latest = new Map<string, Latest>()
  for (const run of runs) {
    const repeats = repeatsIn(run.gates)
    for (const gate of run.gates) {
      if (latest.has(gate.id)) continue
      const { id, phase } = gate
      const passed = runs.find(({ gates }) => gates.some((one) => one.id === id && one.verdict === 'pass'))
      latest.set(id, { gate, labels: { site, phase, gate: id }, run, passed, isRepeat: repeats.has(gate) })
    }
  }
  return [...latest.values()]
}

/**
 * The gates that only repeat a cause of another gate, and so raise no alert. Gates in a maintenance window raise none either, so a gate outside a
 * window never counts as a repeat of a gate in one: otherwise nothing would raise an alert for their cause.
 */
function repeatsIn(gates: readonly GateResult[]): ReadonlySet<GateResult> {
  const outside = sameCause(gates.filter(({ window }) => window === undefined))
  return new Set([...outside, ...sameCause(gates).filter(({ window }) => window !== undefined)])
}

function sameCause(gates: readonly GateResult[]): readonly GateResult[] {
  const rows = [...rowsByPhase(gates).values()].flat()
  return rows.flatMap((row) => (row.kind === 'same-cause' ? row.gates : []))
}
