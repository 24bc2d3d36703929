import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { projectDir } from '../phase/project.ts'
import { exampleResult } from './example.ts'
import { metricsOf } from './metrics.ts'
import type { RunResult } from './result.ts'

const read = (file: string) => readFileSync(join(projectDir, 'contrib', file), 'utf8')

/** A run with something of every metric. */
const run: RunResult = {
  ...exampleResult,
  exitCode: 0,
  gates: exampleResult.gates.map((gate) => ({ ...gate, window: { until: '2026-03-12T06:00:00.000Z', reason: 'new switches' } })),
  waivers: [{ state: 'in use', message: '', gate: 'haproxy-zero-down', covers: ['DOWN'], ticket: 'OPS-7', expires: '2027-01-31' }],
}

/** The labels of every metric. */
const metrics = new Map(
  metricsOf([run], { version: '1' }).map(({ name, samples }) => [name, new Set(samples.flatMap(({ labels }) => Object.keys(labels)))]),
)

/** Metrics and labels in queries that we do not write: `openstack_gates_x` and `openstack_gates_y{nolabel}`. */
function strangers(queries: readonly string[]): readonly string[] {
  return queries.flatMap((query) =>
    [...query.matchAll(/(openstack_gates_\w+)(?:\{([^}]*)\})?/g)].flatMap(([, name = '', selector = '']) => {
      const labels = metrics.get(name)
      const used = [...selector.matchAll(/(\w+)\s*[=!]~?\s*"/g)].map(([, label = '']) => label)
      return labels ? used.filter((label) => !labels.has(label)).map((label) => `${name}{${label}}`) : [name]
    }),
  )
}

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({ alert: z.string(), expr: z.string(), annotations: z.object({ summary: z.string(), description: z.string() }) }),
      ),
    }),
  ),
})
const rules = Rules.parse(load(read('prometheus/alerts.yml'))).groups.flatMap((group) => group.rules)

const Dashboard = z.object({
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string() })).min(1),
    }),
  ),
  annotations: z.object({ list: z.array(z.object({ expr: z.string() })).min(1) }),
  templating: z.object({ list: z.array(z.object({ name: z.string(), definition: z.string().optional() })) }),
})
const dashboard = Dashboard.parse(JSON.parse(read('grafana/openstack-gates.json')))
const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))

test('a query with a metric or a label that we do not write is seen', () => {
  expect(strangers(['openstack_gates_gate_verdicts == 1', 'openstack_gates_run_exit_code{gate="x"} > 0'])).toEqual([
    'openstack_gates_gate_verdicts',
    'openstack_gates_run_exit_code{gate}',
  ])
})

describe('alert rules', () => {
  test('ask for metrics and labels that there are', () => {
    expect(rules.length).toBeGreaterThan(5)
    expect(strangers(rules.map(({ expr }) => expr))).toEqual([])
  })

  test('leave replays out, each of them', () => {
    expect(rules.filter(({ expr }) => !expr.includes('site!~"replay:.*"')).map(({ alert }) => alert)).toEqual([])
  })

  test('are each tried, both where they alert and where they do not', () => {
    const tried = z
      .object({
        tests: z.array(z.object({ alert_rule_test: z.array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) })) })),
      })
      .parse(load(read('prometheus/alerts.test.yml')))
      .tests.flatMap((one) => one.alert_rule_test)
    const untried = rules.filter(({ alert }) => {
      const own = tried.filter(({ alertname }) => alertname === alert).map(({ exp_alerts }) => exp_alerts.length > 0)
      return !own.includes(true) || !own.includes(false)
    })
    expect(untried.map(({ alert }) => alert)).toEqual([])
  })
})

describe('the dashboard', () => {
  test('asks for metrics and labels that there are, and says which of them it leaves out', () => {
    const others = [
      ...dashboard.annotations.list.map(({ expr }) => expr),
      ...dashboard.templating.list.map(({ definition }) => definition ?? ''),
    ]
    expect(strangers([...queries, ...others])).toEqual([])
    const unused = [...metrics.keys()].filter((name) => !queries.some((query) => query.includes(name)))
    expect(unused).toEqual([
      'openstack_gates_info',
      'openstack_gates_unreadable_reports',
      'openstack_gates_gate_repeats_cause',
      'openstack_gates_gate_last_run_timestamp_seconds',
      'openstack_gates_run_verdict',
      'openstack_gates_run_interrupted',
      'openstack_gates_run_gates',
    ])
  })

  test('has a title on every panel, ids that are unique, and no panel over another', () => {
    const { panels } = dashboard
    expect(panels.filter(({ title }) => title === '')).toEqual([])
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([])
  })

  test('uses the variables it defines and no other', () => {
    const used = [...read('grafana/openstack-gates.json').matchAll(/\$\{?([a-z]\w*)/g)].map(([, name]) => name)
    expect(new Set(used)).toEqual(new Set(dashboard.templating.list.map(({ name }) => name)))
  })
})
