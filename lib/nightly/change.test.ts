import { expect, test } from 'vitest'
import { exampleResult } from '../report/example.ts'
import type { GateResult, RunResult } from '../report/result.ts'
import { changesIn, markOf } from './change.ts'
import { noState, type State } from './state.ts'

const rules = { recovery: { runs: 2 } }
const haproxy = exampleResult.gates.filter(({ id }) => id === 'haproxy-zero-down')
const [red] = haproxy
if (!red) throw new Error('the example has no red gate')
const green: GateResult = { ...red, verdict: 'pass', claims: [], causes: [] }
const findings = (...at: string[]) => at.map((one) => ({ at: one, saw: `DOWN ${Math.random()} h` }))
const down = (...at: string[]): GateResult => ({
  ...red,
  claims: [{ title: 'no server is DOWN', kind: 'holds', verdict: 'fail', message: `${at.length} DOWN`, findings: findings(...at) }],
})

/** Takes the runs one after the other, an hour apart; returns what the last of them changed. */
function after(...runs: (readonly GateResult[])[]) {
  let before: Pick<State, 'open' | 'seen'> = noState
  return runs.map((gates, index) => {
    const startedAt = new Date(Date.UTC(2026, 2, 12, index)).toISOString()
    const result: RunResult = { ...exampleResult, run: { ...exampleResult.run, startedAt }, gates: [...gates] }
    const changes = changesIn(result, before, rules)
    before = changes
    return [changes.isNew, changes.gates.map(({ gate, became, since }) => `${gate.id} ${became} ${since.slice(11, 13)}`).join()]
  })
}

test('what is red is new once, then still so, with the time it began', () => {
  expect(after([green], [down('a')], [down('a')])).toEqual([
    [false, ''],
    [true, 'haproxy-zero-down new 01'],
    [false, 'haproxy-zero-down still 01'],
  ])
})

test('red in another place is red in another way, and the text of what was seen is not', () => {
  expect(after([down('a')], [down('a')], [down('a', 'b')], [down('b', 'a')])).toEqual([
    [true, 'haproxy-zero-down new 00'],
    [false, 'haproxy-zero-down still 00'],
    [true, 'haproxy-zero-down other 00'],
    [false, 'haproxy-zero-down still 00'],
  ])
})

test('a gate recovers when it was green in two runs; one that is red in between has not', () => {
  expect(after([down('a')], [green], [down('a')], [green], [green], [green])).toEqual([
    [true, 'haproxy-zero-down new 00'],
    [true, ''],
    [true, 'haproxy-zero-down still 00'],
    [true, ''],
    [false, 'haproxy-zero-down recovered 00'],
    [false, ''],
  ])
})

test('a gate that another one blocks, or that was not looked at, has not recovered; one that is waived is left out', () => {
  const blocked: GateResult = { ...green, verdict: 'skip', blockedBy: 'juju-login-fresh', reason: 'blocked' }
  const waived: GateResult = { ...green, verdict: 'skip', reason: 'waived' }
  expect(after([down('a')], [blocked], [blocked], [], [], [down('a')], [waived])).toEqual([
    [true, 'haproxy-zero-down new 00'],
    [true, ''],
    [false, ''],
    [false, ''],
    [false, ''],
    [true, 'haproxy-zero-down still 00'],
    [true, 'haproxy-zero-down recovered 00'],
  ])
})

test('a gate recovers after so many minutes, where the site says so', () => {
  const result = (hour: number, gate: GateResult): RunResult => ({
    ...exampleResult,
    run: { ...exampleResult.run, startedAt: new Date(Date.UTC(2026, 2, 12, hour)).toISOString() },
    gates: [gate],
  })
  const often = { recovery: { runs: 100, minutes: 120 } }
  const first = changesIn(result(0, down('a')), noState, often)
  const second = changesIn(result(1, green), first, often)
  const third = changesIn(result(2, green), second, often)
  const fourth = changesIn(result(3, green), third, often)
  expect([second, third, fourth].map(({ gates }) => gates.map(({ became }) => became))).toEqual([[], [], ['recovered']])
})

test('a muted gate is not reported, and is new when it is red afterwards', () => {
  const night: RunResult = { ...exampleResult, gates: [down('a')] }
  const muted = changesIn(night, noState, { ...rules, isMuted: () => true })
  expect({ gates: muted.gates, isNew: muted.isNew }).toEqual({ gates: [], isNew: true })
  expect(changesIn(night, muted, rules).gates.map(({ became }) => became)).toEqual(['new'])
})

test('a gate that is red in a window between two green runs has not recovered', () => {
  const night = (gate: GateResult): RunResult => ({ ...exampleResult, gates: [gate] })
  const runs: [GateResult, boolean][] = [
    [down('a'), false],
    [green, false],
    [down('a'), true],
    [green, false],
    [green, false],
  ]
  let before: Pick<State, 'open' | 'seen'> = noState
  const heard = runs.map(([gate, isMuted]) => {
    const changes = changesIn(night(gate), before, { ...rules, isMuted: () => isMuted })
    before = changes
    return changes.gates.map(({ became }) => became).join()
  })
  expect(heard).toEqual(['new', '', '', '', 'recovered'])
})

test('the mark of a gate names its verdict, its claims and its causes', () => {
  const blind: GateResult = { ...red, verdict: 'unknown', claims: [], causes: [{ kind: 'timeout', key: 'ssh a', message: '3 s' }] }
  const later: GateResult = { ...blind, causes: [{ kind: 'timeout', key: 'ssh a', message: '4 s' }] }
  const other: GateResult = { ...blind, causes: [{ kind: 'timeout', key: 'ssh b', message: '3 s' }] }
  expect(markOf(later)).toBe(markOf(blind))
  expect(new Set([blind, other, down('a'), { ...down('a'), verdict: 'warn' as const }].map(markOf)).size).toBe(4)
})
