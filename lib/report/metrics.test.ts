import { describe, expect, test } from 'vitest'
import { exampleResult } from './example.ts'
import { exposition } from './exposition.ts'
import { type MetricsOptions, metricsOf } from './metrics.ts'
import type { GateResult, RunResult } from './result.ts'

/** The example run with another start, and with other gates where they are given. */
function run(startedAt: string, rest: Partial<RunResult> = {}, own: Partial<RunResult['run']> = {}): RunResult {
  return { ...exampleResult, ...rest, run: { ...exampleResult.run, startedAt, ...own } }
}

function text(runs: readonly RunResult[], options: Partial<MetricsOptions> = {}): string {
  return exposition(metricsOf(runs, { version: '0.1.0', ...options }))
}

const lines = (of: string, start: string) => of.split('\n').filter((line) => line.startsWith(`openstack_gates_${start}`))
const haproxy = exampleResult.gates.find(({ id }) => id === 'haproxy-zero-down') as GateResult
const seconds = (iso: string) => Date.parse(iso) / 1000

const monday = '2026-03-09T02:15:00.000Z'
const tuesday = '2026-03-10T02:15:00.000Z'
const wednesday = '2026-03-11T02:15:00.000Z'

describe('one run', () => {
  const all = text([exampleResult])

  test('the verdict of a gate is one 1 among zeros', () => {
    const labels = 'site="example",phase="03-core",gate="haproxy-zero-down",severity="blocking"'
    expect(lines(all, 'gate_verdict{').filter((line) => line.includes('haproxy-zero-down'))).toEqual(
      [
        ['pass', 0],
        ['warn', 0],
        ['fail', 1],
        ['skip', 0],
        ['unknown', 0],
      ].map(([verdict, value]) => `openstack_gates_gate_verdict{${labels},verdict="${verdict}"} ${value}`),
    )
    expect(lines(all, 'gate_verdict{').filter((line) => line.endsWith(' 1'))).toHaveLength(exampleResult.gates.length)
  })

  test('what it found, how long it took and when it was judged stand beside it, in seconds', () => {
    const own = (name: string) => lines(all, `${name}{`).filter((line) => line.includes('haproxy-zero-down'))
    const labels = '{site="example",phase="03-core",gate="haproxy-zero-down"}'
    expect(['gate_findings', 'gate_duration_seconds', 'gate_last_run_timestamp_seconds'].flatMap(own)).toEqual([
      `openstack_gates_gate_findings${labels} 2`,
      `openstack_gates_gate_duration_seconds${labels} 0.41234567`,
      `openstack_gates_gate_last_run_timestamp_seconds${labels} ${seconds(exampleResult.run.startedAt)}`,
    ])
  })

  test('the run has its verdict, exit code, gates, questions and connections', () => {
    expect(lines(all, 'run_')).toEqual([
      'openstack_gates_run_verdict{site="example",verdict="pass"} 0',
      'openstack_gates_run_verdict{site="example",verdict="warn"} 0',
      'openstack_gates_run_verdict{site="example",verdict="fail"} 1',
      'openstack_gates_run_verdict{site="example",verdict="skip"} 0',
      'openstack_gates_run_verdict{site="example",verdict="unknown"} 0',
      'openstack_gates_run_exit_code{site="example"} 1',
      'openstack_gates_run_interrupted{site="example"} 0',
      'openstack_gates_run_gates{site="example",verdict="pass"} 5',
      'openstack_gates_run_gates{site="example",verdict="warn"} 1',
      'openstack_gates_run_gates{site="example",verdict="fail"} 1',
      'openstack_gates_run_gates{site="example",verdict="skip"} 4',
      'openstack_gates_run_gates{site="example",verdict="unknown"} 3',
      `openstack_gates_run_last_timestamp_seconds{site="example"} ${seconds(exampleResult.run.startedAt)}`,
      'openstack_gates_run_duration_seconds{site="example"} 12.345678',
      'openstack_gates_run_questions{site="example",how="asked"} 41',
      'openstack_gates_run_questions{site="example",how="reused"} 17',
      'openstack_gates_run_connections{site="example"} 3',
      'openstack_gates_run_missing_reports{site="example"} 0',
    ])
  })

  test('a gate that could not look for the reason of another is marked, so that one root cause is one alert', () => {
    const repeats = lines(all, 'gate_repeats_cause{').filter((line) => line.endsWith(' 1'))
    expect(repeats).toEqual(['openstack_gates_gate_repeats_cause{site="example",phase="07-magnum",gate="kubeconfig-least-privilege"} 1'])
  })

  test('every metric has its help and its type once, before its samples', () => {
    const names = all.split('\n').flatMap((line) => /^(\w+)/.exec(line)?.[1] ?? [])
    const helped = [...all.matchAll(/^# HELP (\w+) [A-Z].*\.$\n# TYPE (\w+) gauge$\n(\w+)/gm)]
    expect(helped.map(([, help, type, first]) => new Set([help, type, first]).size)).toEqual(helped.map(() => 1))
    expect(new Set(helped.map(([, help]) => help))).toEqual(new Set(names))
    expect(helped).toHaveLength(new Set(names).size)
  })

  test('the version of the suite and reports that could not be read are said', () => {
    expect(lines(all, 'info')).toEqual(['openstack_gates_info{version="0.1.0"} 1'])
    expect(lines(text([exampleResult], { unreadable: 2 }), 'unreadable')).toEqual(['openstack_gates_unreadable_reports 2'])
  })
})

describe('several runs', () => {
  const green = (gate: GateResult): GateResult => ({ ...gate, verdict: 'pass', claims: [] })

  test('a run of one phase takes nothing back of what an earlier run saw red elsewhere', () => {
    const vault: GateResult = { ...green(haproxy), id: 'vault-unsealed', phase: '02-vault' }
    const all = text([run(tuesday, { gates: [vault], verdict: 'pass', exitCode: 0 }), run(monday)])
    expect(lines(all, 'gate_verdict{').filter((line) => / 1$/.test(line) && /haproxy-zero|vault-un/.test(line))).toEqual([
      'openstack_gates_gate_verdict{site="example",phase="02-vault",gate="vault-unsealed",severity="blocking",verdict="pass"} 1',
      'openstack_gates_gate_verdict{site="example",phase="03-core",gate="haproxy-zero-down",severity="blocking",verdict="fail"} 1',
    ])
    expect(lines(all, 'gate_last_run').filter((line) => line.includes('haproxy'))).toEqual([
      `openstack_gates_gate_last_run_timestamp_seconds{site="example",phase="03-core",gate="haproxy-zero-down"} ${seconds(monday)}`,
    ])
  })

  test('the last success of a gate is that of the newest run in which it passed, and absent when there is none', () => {
    const runs = [run(wednesday), run(tuesday, { gates: [green(haproxy)], exitCode: 0 }), run(monday, { gates: [green(haproxy)] })]
    expect(lines(text(runs), 'gate_last_success').filter((line) => line.includes('haproxy'))).toEqual([
      `openstack_gates_gate_last_success_timestamp_seconds{site="example",phase="03-core",gate="haproxy-zero-down"} ${seconds(tuesday)}`,
    ])
    expect(lines(text(runs), 'run_last_success')).toEqual([
      `openstack_gates_run_last_success_timestamp_seconds{site="example"} ${seconds(tuesday)}`,
    ])
    expect(text([run(wednesday, { gates: [haproxy] })])).not.toContain('last_success')
  })

  test('no warning, skip or unknown is a success', () => {
    const verdicts = ['warn', 'skip', 'unknown', 'fail'] as const
    const runs = verdicts.map((verdict) => run(monday, { gates: [{ ...haproxy, verdict }] }))
    expect(text(runs)).not.toContain('gate_last_success')
  })

  test('a replay is a site of its own and never stands for the cloud', () => {
    const replay = run(tuesday, { gates: [green(haproxy)], verdict: 'pass' }, { mode: 'replay' })
    const reds = lines(text([replay, run(monday)]), 'gate_verdict{').filter((line) => / 1$/.test(line) && line.includes('haproxy-zero'))
    expect(reds.map((line) => /site="([^"]+)".*verdict="(\w+)"/.exec(line)?.slice(1))).toEqual([
      ['replay:example', 'pass'],
      ['example', 'fail'],
    ])
  })

  test('a gate that the suite does not have any more is left out', () => {
    const all = text([exampleResult], { gates: new Set(['haproxy-zero-down']) })
    expect(lines(all, 'gate_duration_seconds{')).toHaveLength(1)
  })
})

describe('maintenance windows', () => {
  const window = { until: '2026-03-12T06:00:00.000Z', reason: 'new switches' }
  const inWindow = (...ids: readonly string[]) => ({
    gates: exampleResult.gates.map((gate) => (ids.includes(gate.id) ? { ...gate, window } : gate)),
  })

  test('a gate that was not green in one has its end, and its verdict as ever; any other gate has none', () => {
    const all = text([run(monday, inWindow('haproxy-zero-down'))])
    expect(lines(all, 'gate_window')).toEqual([
      `openstack_gates_gate_window_end_timestamp_seconds{site="example",phase="03-core",gate="haproxy-zero-down"} ${seconds(window.until)}`,
    ])
    expect(lines(all, 'gate_verdict{').filter((line) => line.includes('haproxy-zero-down') && line.endsWith(' 1'))).toHaveLength(1)
  })

  test('a cause that is seen in one stands for no gate outside of it, which would alert nobody', () => {
    const repeats = (...ids: readonly string[]) =>
      lines(text([run(monday, inWindow(...ids))]), 'gate_repeats_cause{').flatMap((line) =>
        / 1$/.test(line) ? (/gate="([^"]+)"/.exec(line)?.[1] ?? []) : [],
      )
    expect(repeats()).toEqual(['kubeconfig-least-privilege'])
    expect(repeats('mgmt-api-answers')).toEqual([])
    expect(repeats('mgmt-api-answers', 'kubeconfig-least-privilege')).toEqual(['kubeconfig-least-privilege'])
    expect(repeats('kubeconfig-least-privilege')).toEqual(['kubeconfig-least-privilege'])
  })
})

describe('waivers', () => {
  const waiver = { gate: 'haproxy-zero-down', covers: ['DOWN'], owner: 'ops', ticket: 'OPS-7', expires: '2027-01-31' }
  const inUse = { ...waiver, state: 'in use', message: 'covers 1 finding until 2027-01-31' } as const
  const ends = (runs: readonly RunResult[], options: Partial<MetricsOptions> = {}) => lines(text(runs, options), 'waiver_')

  test('have the end of their last day, of the newest run of each site', () => {
    expect(ends([run(tuesday, { waivers: [inUse] }), run(monday, { waivers: [{ ...inUse, ticket: 'OPS-1' }] })])).toEqual([
      `openstack_gates_waiver_expiry_timestamp_seconds{site="example",gate="haproxy-zero-down",ticket="OPS-7"} ${seconds('2027-02-01T00:00:00Z')}`,
    ])
  })

  test('that are gone from the file are gone from the metrics, and one that has expired is not until it is', () => {
    const expired = { ...inUse, state: 'expired', expires: '2026-03-01', message: 'expired on 2026-03-01, so it covers nothing' } as const
    expect(ends([run(tuesday), run(monday, { waivers: [inUse] })])).toEqual([])
    expect(ends([run(tuesday, { waivers: [expired] })])).toEqual([
      `openstack_gates_waiver_expiry_timestamp_seconds{site="example",gate="haproxy-zero-down",ticket="OPS-7"} ${seconds('2026-03-02T00:00:00Z')}`,
    ])
  })

  test('of one gate and ticket are one series, which has the first end: a series that occurs twice would cost all others', () => {
    const later = { ...inUse, at: 'keystone/1', expires: '2027-02-15' }
    expect(ends([run(tuesday, { waivers: [later, inUse, later] })])).toEqual([
      `openstack_gates_waiver_expiry_timestamp_seconds{site="example",gate="haproxy-zero-down",ticket="OPS-7"} ${seconds('2027-02-01T00:00:00Z')}`,
    ])
  })

  test('stay as the newest run saw them that could read their file', () => {
    const blind = run(wednesday, {}, { waiversNotRead: 'waivers.yaml: wanted valid YAML' })
    expect(ends([blind, run(tuesday, { waivers: [inUse] })])).toHaveLength(1)
  })

  test('that cannot be read, or are of a gate there is not, have no end', () => {
    const unreadable = { state: 'unreadable', message: 'wanted at least 1, received []' } as const
    const renamed = { ...inUse, gate: 'haproxy-none-down' }
    const undated = { ...inUse, ticket: 'OPS-8', expires: 'soon' }
    const all = ends([run(tuesday, { waivers: [unreadable, renamed, undated, inUse] })], { gates: new Set(['haproxy-zero-down']) })
    expect(all.map((line) => /ticket="([^"]+)"/.exec(line)?.[1])).toEqual(['OPS-7'])
  })
})

describe('hostile text', () => {
  const nasty = 'a"} 1\n# TYPE evil counter\nevil{x="\\\u001b[31m\u202e'

  test('a site name cannot end its label, its line or its escape', () => {
    const all = text([run(monday, { gates: [haproxy] }, { site: nasty })])
    expect(lines(all, 'run_exit_code')).toEqual([
      'openstack_gates_run_exit_code{site="a\\"} 1 # TYPE evil counter evil{x=\\"\\\\\ufffd"} 1',
    ])
    expect(all.split('\n').filter((line) => !/^(?:# (?:HELP|TYPE) )?openstack_gates_|^$/.test(line))).toEqual([])
  })

  test('a name of any length is cut, so that a label stays a name', () => {
    const [line = ''] = lines(text([run(monday, {}, { site: 'x'.repeat(10_000) })]), 'run_exit_code')
    expect(line).toBe(`openstack_gates_run_exit_code{site="${'x'.repeat(200)}"} 1`)
  })

  test('findings, messages and fixes of the cloud are in no label: there are as many series as gates', () => {
    const finding = { at: 'unit/0', saw: nasty, fix: nasty }
    const many = Array.from({ length: 5000 }, () => finding)
    const gate = { ...haproxy, claims: haproxy.claims.map((claim) => ({ ...claim, findings: many })), reason: nasty }
    const all = text([run(monday, { gates: [gate, gate, gate] })])
    expect(all).not.toMatch(/evil|unit\/0/)
    expect(lines(all, 'gate_')).toHaveLength(9)
    expect(lines(all, 'gate_findings')).toEqual([
      'openstack_gates_gate_findings{site="example",phase="03-core",gate="haproxy-zero-down"} 10000',
    ])
  })
})
