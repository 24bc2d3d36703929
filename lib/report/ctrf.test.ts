import { validate } from 'ctrf'
import { describe, expect, test } from 'vitest'
import { type CtrfOptions, ctrfReport } from './ctrf.ts'
import { exampleResult } from './example.ts'
import type { RunResult } from './result.ts'

function report(options: Partial<CtrfOptions> = {}, result: RunResult = exampleResult) {
  return JSON.parse(ctrfReport(result, { version: '0.1.0', ...options }))
}

type Test = Readonly<Record<string, unknown>> & { readonly name: string }
const tests = (options?: Partial<CtrfOptions>): readonly Test[] => report(options).results.tests
const named = (id: string, options?: Partial<CtrfOptions>) => tests(options).find(({ name }) => name === id)
const statuses = (options?: Partial<CtrfOptions>) => Object.fromEntries(tests(options).map(({ name, status }) => [name, status]))

test('the example satisfies the schema that CTRF publishes, in every way it is asked for', () => {
  const evidence = { 'haproxy-zero-down': 'reports/1/evidence/haproxy-zero-down.yaml' }
  expect(validate(report())).toEqual({ valid: true, errors: [] })
  expect(validate(report({ strict: true, evidence }))).toEqual({ valid: true, errors: [] })
  expect(validate(report({}, { ...exampleResult, gates: [] }))).toEqual({ valid: true, errors: [] })
  const { results, ...rest } = report()
  expect(validate({ ...rest, results: { ...results, tests: [{ name: 'x', status: 'unknown', duration: 1 }] } }).valid).toBe(false)
})

describe('verdicts', () => {
  test('what could not be looked at is other, never passed and never failed; the verdict is kept', () => {
    expect(statuses()).toMatchObject({
      'root-ca-parses': 'passed',
      'charms-match-lock': 'passed',
      'haproxy-zero-down': 'failed',
      'nginx-config-valid': 'skipped',
      'mgmt-api-answers': 'other',
      'kubeconfig-least-privilege': 'other',
    })
    expect(tests().map(({ name, rawStatus }) => [name, rawStatus])).toEqual(exampleResult.gates.map(({ id, verdict }) => [id, verdict]))
  })

  test('an advisory passes with its words, and fails in a strict run', () => {
    expect(named('charms-match-lock')).toMatchObject({ status: 'passed', message: '1 of 31 charms drifted from the lock file' })
    expect(statuses({ strict: true })['charms-match-lock']).toBe('failed')
  })

  test('the summary counts the tests', () => {
    const { summary } = report().results
    const count = (status: string) => tests().filter((one) => one.status === status).length
    expect(summary).toEqual({
      tests: 14,
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
      pending: 0,
      other: count('other'),
      suites: 5,
      start: Date.parse('2026-03-12T02:15:00.000Z'),
      stop: Date.parse('2026-03-12T02:15:12.346Z'),
      duration: 12_346,
      extra: { verdict: 'fail', exitCode: 1 },
    })
    expect([summary.passed, summary.failed, summary.skipped, summary.other]).toEqual([6, 1, 4, 3])
  })
})

test('a gate that failed says what it saw, where, what to type, and where its evidence is', () => {
  const evidence = { 'haproxy-zero-down': 'reports/1/evidence/haproxy-zero-down.yaml' }
  expect(named('haproxy-zero-down', { evidence })).toEqual({
    testId: 'haproxy-zero-down',
    name: 'haproxy-zero-down',
    status: 'failed',
    rawStatus: 'fail',
    duration: 412,
    suite: ['gates.03-core'],
    filePath: 'phases/03-core.yaml',
    tags: ['D-045', 'DOCFIX-031'],
    labels: { severity: 'blocking' },
    message: '1 of 118 servers is DOWN',
    trace: 'keystone/1  admin-port/keystone-0  DOWN 3h12m, L7STS 400 Bad Request\nneutron-api/0  no answer: sudo asks for a password',
    steps: [
      { name: 'every unit that runs haproxy answered, and has backends: 1 of 12 units did not answer', status: 'other' },
      { name: 'no server is DOWN: 1 of 118 servers is DOWN', status: 'failed' },
    ],
    attachments: [{ name: 'evidence', contentType: 'application/yaml', path: 'reports/1/evidence/haproxy-zero-down.yaml' }],
    extra: {
      notes: [],
      fix: 'sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy   (on keystone/1)',
    },
  })
})

test('a skip has its reason, and what blocked it', () => {
  expect(named('capi-providers-ready')).toMatchObject({
    status: 'skipped',
    message: 'blocked by mgmt-api-answers',
    extra: { blockedBy: 'mgmt-api-answers' },
  })
})

test('a gate that could not look says what to type about its cause', () => {
  expect(named('conductor-daemon-args')).toMatchObject({
    message: 'magnum/2 did not answer on port 22 within 20 s',
    trace: 'magnum/2  no answer within 20 s',
    extra: { fix: 'juju ssh magnum/2 true' },
  })
})
