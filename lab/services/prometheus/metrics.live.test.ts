import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { exampleResult } from '../../../lib/report/example.ts'
import { exposition } from '../../../lib/report/exposition.ts'
import { jsonReport } from '../../../lib/report/json.ts'
import { metricsOf } from '../../../lib/report/metrics.ts'
import { attempt, run, until } from '../../host/run.ts'
import { projectRoot } from '../../host/state.ts'
import { type Served, startNodeExporter, startPrometheus } from './test-daemons.ts'

const scratch = mkdtempSync(join(tmpdir(), 'metrics-'))
const contrib = join(projectRoot, 'contrib')
const gates = join(projectRoot, 'bin/gates')
const rules = readFileSync(join(contrib, 'prometheus/alerts.yml'), 'utf8')
/** A site's name that tries to end its label, its line or its escape. */
const hostile = 'a"} 1 \\ {b="c'
const window = { until: new Date(Date.now() + 3_600_000).toISOString(), reason: 'new switches' }
const red = {
  ...exampleResult,
  run: { ...exampleResult.run, site: 'prod', startedAt: new Date(Date.now() - 30 * 3_600_000).toISOString() },
  gates: exampleResult.gates.map((gate) => (gate.id === 'conductor-daemon-args' ? { ...gate, window } : gate)),
  waivers: [
    {
      state: 'in use' as const,
      message: 'covers 1 finding',
      gate: 'vault-unsealed',
      covers: ['sealed'],
      ticket: 'OPS-7',
      expires: new Date(Date.now() + 5 * 24 * 3_600_000).toISOString().slice(0, 10),
    },
  ],
}

let exporter: Served | undefined
let prometheus: Served | undefined

beforeAll(async () => {
  const textfiles = join(scratch, 'textfiles')
  mkdirSync(textfiles)
  for (const [index, site] of ['prod', hostile].entries()) {
    const id = `2026-03-12T02-15-00Z-000${index}`
    mkdirSync(join(scratch, 'reports', id), { recursive: true })
    writeFileSync(join(scratch, 'reports', id, 'result.json'), jsonReport({ ...red, run: { ...red.run, id, site } }))
  }
  writeFileSync(join(textfiles, 'kept.prom'), await run([gates, 'metrics', '--report', join(scratch, 'reports')]))
  await attempt([
    gates,
    'run',
    '--phase',
    '07',
    '--replay',
    '--report-dir',
    join(scratch, 'replays'),
    '--metrics',
    join(textfiles, 'run.prom'),
  ])
  // Two files of a textfile folder must not describe a metric in two ways; this also tests that ours do not.
  exporter = await startNodeExporter(textfiles)
  prometheus = await startPrometheus(scratch, exporter.url, join(contrib, 'prometheus/alerts.yml'))
})
afterAll(async () => {
  await prometheus?.stop()
  await exporter?.stop()
  rmSync(scratch, { recursive: true, force: true })
})

describe('promtool', () => {
  test('finds nothing to say about the metrics, hostile names included', async () => {
    const nasty = { ...red, run: { ...red.run, site: hostile } }
    const text = exposition(metricsOf([red, nasty], { version: '0.1.0' }))
    expect(await attempt(['promtool', 'check', 'metrics'], { input: text })).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    const { exitCode } = await attempt(['promtool', 'check', 'metrics'], { input: text.replace(/# HELP .*\n/, '') })
    expect(exitCode).toBe(3)
  })

  test('accepts the alert rules', async () => {
    expect(await attempt(['promtool', 'check', 'rules', 'alerts.yml'], { cwd: join(contrib, 'prometheus') })).toMatchObject({ exitCode: 0 })
  })

  const promtoolTests = (rules: string) => {
    const folder = mkdtempSync(join(scratch, 'rules-'))
    cpSync(join(contrib, 'prometheus'), folder, { recursive: true })
    writeFileSync(join(folder, 'alerts.yml'), rules)
    return attempt(['promtool', 'test', 'rules', 'alerts.test.yml'], { cwd: folder })
  }

  test('finds that the rules alert as their tests say', async () => {
    expect(await promtoolTests(rules)).toMatchObject({ exitCode: 0 })
  })

  const inWindow = 'unless on (site, gate) openstack_gates_gate_window_end_timestamp_seconds > time()'
  const failed = `verdict="fail", site!~"replay:.*"} == 1\n            ${inWindow}`
  const unknown = `repeats_cause == 1\n            ${inWindow}`
  test.each<[string, string]>([
    ['verdict="fail", site', 'verdict="warn", site'],
    ['unless on (site, gate) openstack_gates_gate_rep', 'and on (site, gate) openstack_gates_gate_rep'],
    [failed, failed.replace('> time()', '> 0')],
    [failed, failed.replace('(site, gate)', '(gate)')],
    [failed, failed.replace('> time()', '< time()')],
    [unknown, unknown.replace('> time()', '> 0')],
    [unknown, unknown.replace('(site, gate)', '(gate)')],
    [unknown, unknown.replace('> time()', '< time()')],
    ['              or openstack_gates_gate_window_end_timestamp_seconds > bool 0\n', ''],
    ['severity="blocking", ', ''],
    ['verdict="fail", site!~"replay:.*"} == 1', 'verdict="fail", site!~"replay:.*"} == 0'],
    ['> 26 * 3600\n        labels', '> 30 * 3600\n        labels'],
    ['> 3 * 24 * 3600', '> 2 * 24 * 3600'],
    ['            unless on (site) (time', '            or on (site) (time'],
    ['for: 1h', 'for: 9h'],
    ['run_missing_reports{site!~"replay:.*"} > 0', 'run_missing_reports{site!~"replay:.*"} > 2'],
    ['[7d:10m]) >= 4', '[7d:10m]) >= 2'],
    ['- time() < 14 * 24', '- time() < 13 * 24'],
    ['- time() < 14 * 24', '- time() < 15 * 24'],
    ['- time() < 14 * 24', '+ time() < 14 * 24'],
    ['timestamp_seconds{site!~"replay:.*"} - time() <', 'timestamp_seconds - time() <'],
    ['absent(openstack_gates_run_last_timestamp_seconds{site!~"replay:.*"})', 'absent(openstack_gates_run_last_timestamp_seconds)'],
  ])('finds by the tests that a rule is wrong which has, in place of %j, %j', async (from, to) => {
    expect(rules).toContain(from)
    expect(await promtoolTests(rules.replace(from, to))).toMatchObject({ exitCode: 1 })
  })
})

const dashboard = z
  .object({
    panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
    annotations: z.object({ list: z.array(z.object({ expr: z.string() })) }),
  })
  .parse(JSON.parse(readFileSync(join(contrib, 'grafana/openstack-gates.json'), 'utf8')))

const Answer = z.object({
  status: z.literal('success'),
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })) }),
})

/** What Prometheus answers to a query now. */
async function ask(query: string) {
  const answer = await fetch(`${prometheus?.url}/api/v1/query?${new URLSearchParams({ query })}`)
  return Answer.parse(await answer.json()).data.result
}

async function firing(): Promise<readonly Readonly<Record<string, string>>[]> {
  const { data } = z
    .object({ data: z.object({ alerts: z.array(z.object({ state: z.string(), labels: z.record(z.string(), z.string()) })) }) })
    .parse(await (await fetch(`${prometheus?.url}/api/v1/alerts`)).json())
  return data.alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels)
}

describe('node-exporter and Prometheus', () => {
  test('serve every sample, from both files', async () => {
    const served = await (await fetch(`${exporter?.url}/metrics`)).text()
    expect(served).toMatch(/^node_textfile_scrape_error 0$/m)
    const gatesOf = async (site: string) => (await ask(`openstack_gates_gate_verdict{site="${site}"} == 1`)).length
    await until('the first scrape', async () => ((await gatesOf('prod')) > 0 ? undefined : 'nothing yet'))
    expect(await gatesOf('prod')).toBe(exampleResult.gates.length)
    expect(await gatesOf('replay:example')).toBeGreaterThan(5)
  })

  test('read a hostile name back as it was', async () => {
    expect((await ask('openstack_gates_run_exit_code == 1')).map(({ metric }) => metric.site).toSorted()).toEqual([hostile, 'prod'])
  })

  test('answer every query of the dashboard', async () => {
    const empty: string[] = []
    for (const { title, targets } of dashboard.panels)
      for (const { expr } of targets) {
        const answer = await ask(expr.replaceAll('$site', '.*').replaceAll('$phase', '.*'))
        if (answer.length === 0) empty.push(title)
      }
    expect(empty).toEqual([])
  })

  test('understand the query of every annotation, which need not have an answer now', async () => {
    const { list } = dashboard.annotations
    expect(list).not.toEqual([])
    for (const { expr } of list) expect(await ask(expr.replaceAll('$site', '.*'))).toBeInstanceOf(Array)
  })

  test('the timeline of the dashboard shows one verdict a gate', async () => {
    const { expr = '' } = dashboard.panels.find(({ title }) => title === 'Gates over time')?.targets[0] ?? {}
    const codes = Object.fromEntries(
      (await ask(expr.replaceAll('$site', 'prod').replaceAll('$phase', '.*'))).map(({ metric, value }) => [metric.gate, value[1]]),
    )
    const of = { pass: '1', warn: '2', skip: '3', unknown: '4', fail: '5' }
    expect(codes).toEqual(Object.fromEntries(exampleResult.gates.map(({ id, verdict }) => [id, of[verdict]])))
  })

  test('alert about the red gate, the blind one, the night without a run and the waiver that ends, and not about the replay or what is in a maintenance window', async () => {
    const seen = async () =>
      (await firing())
        .filter(({ site }) => site !== hostile)
        .map(({ alertname, site, gate }) => [alertname, site, gate].filter(Boolean).join(' '))
        .toSorted()
    await until('the alerts', async () => ((await seen()).length >= 4 ? undefined : (await seen()).join(', ')))
    expect(await seen()).toEqual([
      'OpenStackGateFailed prod haproxy-zero-down',
      'OpenStackGateUnknown prod mgmt-api-answers',
      'OpenStackGateWaiverExpiring prod vault-unsealed',
      'OpenStackGatesStale prod',
    ])
  })
})
