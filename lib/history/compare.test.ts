import { describe, expect, test } from 'vitest'
import type { PastGate, Sighting } from '../report/past.ts'
import type { GateResult } from '../report/result.ts'
import { compareRun } from './compare.ts'
import { findingKey, keptFindings } from './findings.ts'
import { newOnlyExitCode } from './new-only.ts'
import { claimOf, gateOf, redAt, runOf } from './test-history.ts'

/** A gate as the history returns it. */
function sighting(gate: GateResult): Sighting {
  const { id, phase, severity, verdict, durationMs, causes } = gate
  const past: PastGate = {
    gate: id,
    phase,
    severity,
    verdict,
    durationMs,
    messages: [],
    causes: causes.map(({ key }) => key),
    findings: [...keptFindings(gate)],
  }
  const { run, verdict: all, exitCode } = runOf(1, [gate])
  return { run: { ...run, verdict: all, exitCode, interrupted: false }, gate: past }
}

function compared(now: readonly GateResult[], before: readonly GateResult[], { strict = false } = {}) {
  const earlier = new Map(before.map((gate) => [gate.id, sighting(gate)]))
  const result = compareRun(runOf(2, now), (gate) => earlier.get(gate))
  return { result, exitCode: newOnlyExitCode(result, { strict }), changes: result.gates.map(({ change }) => change) }
}

const keystone0 = ['keystone/1', 'admin-port/keystone-0  DOWN 3h12m'] as const
const keystone2 = ['keystone/1', 'admin-port/keystone-2  DOWN 3h12m'] as const
const blind = (id: string, key: string) => gateOf(id, 'unknown', { causes: [{ kind: 'timeout', key, message: key }] })

describe('only what was not red before is red', () => {
  test('a gate that passed and now fails is new', () => {
    expect(compared([redAt('a', keystone0)], [gateOf('a', 'pass')])).toMatchObject({ changes: ['new'], exitCode: 1 })
  })

  test('the same server is known, however long it has been DOWN', () => {
    const later = ['keystone/1', 'admin-port/keystone-0  DOWN 1d4h'] as const
    expect(compared([redAt('a', later)], [redAt('a', keystone0)])).toMatchObject({ changes: ['known'], exitCode: 0 })
  })

  test('another server is new, also on the same unit and beside the known one', () => {
    expect(compared([redAt('a', keystone2)], [redAt('a', keystone0)])).toMatchObject({ changes: ['new'], exitCode: 1 })
    const both = compared([redAt('a', keystone0, keystone2)], [redAt('a', keystone0)])
    expect(both).toMatchObject({ changes: ['new'], exitCode: 1 })
    expect(both.result.gates[0]?.claims[0]?.findings.map(({ change }) => change)).toEqual(['known', 'new'])
  })

  test('twice the same words are two findings', () => {
    expect(compared([redAt('a', keystone0, keystone0)], [redAt('a', keystone0)])).toMatchObject({ changes: ['new'], exitCode: 1 })
  })

  test('another claim of the gate is new, with or without findings', () => {
    const of = (title: string) => gateOf('a', 'fail', { claims: [claimOf(title, 'fail', 'it is not so')] })
    expect(compared([of('x')], [of('y')])).toMatchObject({ changes: ['new'], exitCode: 1 })
    expect(compared([of('x')], [of('x')])).toMatchObject({ changes: ['known'], exitCode: 0 })
  })

  test('a gate that fails and shows nothing that could be compared is new', () => {
    const mute = gateOf('a', 'fail', { claims: [] })
    expect(compared([mute], [mute])).toMatchObject({ changes: ['new'], exitCode: 1 })
  })

  test.each(['unknown', 'skip'] as const)('red is red where the run before was %s', (verdict) => {
    expect(compared([redAt('a', keystone0)], [gateOf('a', verdict)])).toMatchObject({ changes: ['new'], exitCode: 1 })
  })

  test('red is red where no run had the gate', () => {
    const { result, changes, exitCode } = compared([redAt('a', keystone0)], [])
    expect({ changes, exitCode, before: result.gates[0]?.before }).toEqual({ changes: ['new'], exitCode: 1, before: undefined })
  })

  test('an advisory that became a failure is new', () => {
    const of = (verdict: 'warn' | 'fail') => gateOf('a', verdict, { claims: [claimOf('x', verdict, 'm', [{ at: 'u/0', saw: 's' }])] })
    expect(compared([of('fail')], [of('warn')])).toMatchObject({ changes: ['new'], exitCode: 1 })
  })

  test('what is fixed is said, and what is gone of a gate that is red all the same', () => {
    expect(compared([gateOf('a', 'pass')], [redAt('a', keystone0)])).toMatchObject({ changes: ['fixed'], exitCode: 0 })
    expect(compared([redAt('a', keystone0)], [redAt('a', keystone0, keystone2)]).result.gates[0]?.gone).toEqual([
      { at: 'keystone/1', saw: 'admin-port/keystone-2  DOWN 3h12m' },
    ])
  })
})

describe('what could not be looked at is never fine', () => {
  test('not even when it could not be looked at before, for the same reason', () => {
    expect(compared([blind('a', 'api')], [blind('a', 'api')])).toMatchObject({ changes: ['known'], exitCode: 3 })
    expect(compared([blind('a', 'ssh')], [blind('a', 'api')])).toMatchObject({ changes: ['new'], exitCode: 3 })
  })

  test('beside what is known', () => {
    const { exitCode } = compared([redAt('a', keystone0), blind('b', 'api')], [redAt('a', keystone0), blind('b', 'api')])
    expect(exitCode).toBe(3)
  })

  test('in the gate that is known itself', () => {
    const known = redAt('a', keystone0)
    const half = { ...known, claims: [claimOf('every unit answered', 'unknown', '1 of 2 units did not answer'), ...known.claims] }
    expect(compared([half], [half])).toMatchObject({ changes: ['known'], exitCode: 3 })
  })

  test('behind a gate that is red and known, through another one', () => {
    const skipped = (id: string, by: string) => gateOf(id, 'skip', { claims: [], blockedBy: by, reason: `blocked by ${by}` })
    const gates = [redAt('a', keystone0), skipped('b', 'a'), skipped('c', 'b')]
    expect(compared(gates, gates).exitCode).toBe(3)
    const parked = [redAt('a', keystone0), gateOf('b', 'skip', { reason: 'parked' }), skipped('c', 'b')]
    expect(compared(parked, parked).exitCode).toBe(0)
  })

  test('an interrupted run keeps its code, and one that ran out of time is not green', () => {
    const known = redAt('a', keystone0)
    const { result } = compared([known], [known])
    expect(newOnlyExitCode({ ...result, exitCode: 130 }, { strict: false })).toBe(130)
    expect(newOnlyExitCode({ ...result, run: { ...result.run, interrupted: true } }, { strict: false })).toBe(3)
  })
})

test('an advisory counts in a strict run only', () => {
  const warned = (saw: string) => gateOf('a', 'warn', { claims: [claimOf('x', 'warn', 'm', [{ at: 'u/0', saw }])] })
  const strict = (now: string) => {
    const { result } = compared([warned(now)], [warned('s')])
    return newOnlyExitCode({ ...result, exitCode: 1 }, { strict: true })
  }
  expect([strict('s'), strict('t')]).toEqual([0, 1])
  expect(compared([warned('t')], [warned('s')])).toMatchObject({ changes: ['new'], exitCode: 0 })
})

test.each([
  ['DOWN 3h12m', 'DOWN 3h17m', true],
  ['no answer within 20 s', 'no answer within 30 s', true],
  ['expired 2026-11-20T10:00:00Z', 'expired 2026-11-21T11:30:00Z', true],
  ['92 % full', '95 % full', true],
  ['keystone-0 is DOWN', 'keystone-1 is DOWN', false],
  ['port 5000 answers 503', 'port 5000 answers 404', false],
  ['10.12.4.61 has two holders', '10.12.4.62 has two holders', false],
  ['eth0 is down', 'eth1 is down', false],
  ['revision 37', 'revision 39', false],
])('%s and %s: the same is %s', (one, other, same) => {
  const key = (saw: string) => findingKey(claimOf('c', 'fail'), 'u/0', saw)
  expect(key(one) === key(other)).toBe(same)
})
