import { describe, expect, test } from 'vitest'
import type { Waiver } from '../phase/waiver.ts'
import { exampleResult } from '../report/example.ts'
import type { GateResult, RunResult } from '../report/result.ts'
import { summarize } from '../run/summary.ts'
import { noWaivers } from './read-waivers.ts'
import { Waivers } from './waivers.ts'

const red = exampleResult.gates.find(({ id }) => id === 'haproxy-zero-down') as GateResult
const failing = { ...red, claims: red.claims.filter(({ kind }) => kind !== 'saw') }
const waiver: Waiver = {
  gate: 'haproxy-zero-down',
  at: 'keystone/1',
  covers: ['DOWN'],
  most: 1,
  owner: 'ops',
  reason: 'r',
  ticket: '7',
  expires: '2026-12-31',
}

function ran(gate: GateResult, waivers: readonly Waiver[], { strict = false, day = '2026-12-31', problem = '' } = {}): RunResult {
  const read = problem === '' ? { file: 'w.yaml', waivers, unreadable: [] } : { ...noWaivers, problem }
  const book = new Waivers(read, { redact: (text) => text, strict, now: () => new Date(`${day}T23:59:59Z`) })
  const gates = [book.waive(gate)]
  return book.finished({ ...exampleResult, gates, ...summarize(gates, { strict, interrupted: 'none' }) })
}

const stateOf = (result: RunResult) => result.waivers?.map(({ state, message }) => `${state}: ${message}`)
const green: GateResult = {
  ...failing,
  verdict: 'pass',
  claims: failing.claims.map((claim) => ({ ...claim, verdict: 'pass', findings: [] })),
}

describe('each waiver is a result of its own', () => {
  test('in use, on its last day too', () => {
    const result = ran(failing, [waiver])
    expect([result.exitCode, result.verdict, stateOf(result)]).toEqual([0, 'pass', ['in use: covers 1 finding until 2026-12-31']])
  })

  test('expired on the day after: its gate is red again', () => {
    const result = ran(failing, [waiver], { day: '2027-01-01' })
    expect([result.exitCode, stateOf(result)]).toEqual([1, ['expired: expired on 2026-12-31, so it covers nothing']])
  })

  test.each<[string, GateResult, Partial<Waiver>, string]>([
    ['passes now', green, {}, 'passes now: its gate passes now, so the waiver can be removed'],
    ['unused', failing, { covers: ['MAINT'] }, 'unused: covers nothing of what its gate saw'],
    ['its gate not run', failing, { gate: 'helm-checksum' }, 'not looked at: its gate was not run'],
    ['its gate blind', { ...failing, verdict: 'unknown', claims: [] }, {}, 'not looked at: its gate could not look'],
    ['its gate skipped', { ...failing, verdict: 'skip', claims: [] }, {}, 'not looked at: its gate was skipped'],
    [
      'matches too much',
      {
        ...failing,
        claims: failing.claims.map((claim) => ({ ...claim, findings: [...claim.findings, { at: 'keystone/1', saw: 'b DOWN' }] })),
      },
      {},
      'matches too much: matches 2 findings and may cover 1, so it covers none: limit it with at, or set most: 2',
    ],
  ])('%s', (_what, gate, other, said) => {
    expect(stateOf(ran(gate, [{ ...waiver, ...other }]))).toEqual([said])
  })
})

test('a waiver that needs attention is an advisory of the run: 0, and 1 with --strict', () => {
  expect(ran(green, [waiver])).toMatchObject({ exitCode: 0, verdict: 'warn' })
  expect(ran(green, [waiver], { strict: true })).toMatchObject({ exitCode: 1, verdict: 'fail' })
})

test('a file that could not be read makes a green run one that could not look, and leaves a red one red', () => {
  expect(ran(green, [], { problem: 'no' })).toMatchObject({ exitCode: 3, verdict: 'unknown', run: { waiversNotRead: 'no' } })
  expect(ran(failing, [], { problem: 'no' })).toMatchObject({ exitCode: 1, verdict: 'fail', run: { waiversNotRead: 'no' } })
})

test('without a file there is nothing to say', () => {
  const book = new Waivers(noWaivers, { redact: (text) => text, strict: true })
  expect(book.finished(exampleResult)).toBe(exampleResult)
  expect(book.waive(failing)).toBe(failing)
})
