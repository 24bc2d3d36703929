import { describe, expect, test } from 'vitest'
import type { Waiver } from '../phase/waiver.ts'
import type { ClaimResult, Finding, GateResult } from '../report/result.ts'
import { waive } from './waive.ts'

const down1 = { at: 'keystone/1', saw: 'admin-port/keystone-0 DOWN' }
const down10 = { at: 'keystone/10', saw: 'admin-port/keystone-0 DOWN' }
const public1 = { at: 'keystone/1', saw: 'public-port/keystone-0 DOWN' }

const base: Waiver = {
  gate: 'haproxy-zero-down',
  covers: ['admin-port/keystone-0', 'DOWN'],
  most: 1,
  owner: 'ops',
  reason: 'the disk comes in December',
  ticket: 'OPS-7',
  expires: '2027-01-31',
}
const at1 = { ...base, at: 'keystone/1' }
const text = 'waived until 2027-01-31 by ops (ticket OPS-7): the disk comes in December'

function claim(findings: readonly Finding[], verdict: ClaimResult['verdict'] = 'fail', message = 'servers are DOWN'): ClaimResult {
  return { title: 'no server is DOWN', kind: 'holds', verdict, message, findings: [...findings] }
}

function gate(claims: readonly ClaimResult[], verdict: GateResult['verdict'] = 'fail'): GateResult {
  const common = { id: 'haproxy-zero-down', phase: '03-core', severity: 'blocking' as const, source: [], durationMs: 1 }
  return { ...common, verdict, claims: [...claims], causes: [], notes: [], fix: 'mend it' }
}

const waived = (one: GateResult, ...waivers: readonly Waiver[]) => waive(one, waivers, (raw) => raw).gate

test('a gate whose only finding is covered is skipped, with owner, reason, ticket, expiry and what was seen', () => {
  const result = waived(gate([claim([down1])]), at1)
  expect(result.verdict).toBe('skip')
  expect(result.reason).toBe(`${text} (seen: servers are DOWN)`)
  expect(result.waived).toEqual([
    { at: 'keystone/1', covers: base.covers, owner: 'ops', reason: base.reason, ticket: 'OPS-7', expires: '2027-01-31' },
  ])
  expect(result.claims).toEqual([{ ...claim([{ ...down1, waived: text }], 'skip'), waived: true }])
  expect(result.fix).toBeUndefined()
})

describe('what stays red', () => {
  test('a second offender: the covered one is marked, the gate fails', () => {
    const result = waived(gate([claim([down1, public1])]), at1)
    expect(result.verdict).toBe('fail')
    expect(result.claims[0]?.findings).toEqual([{ ...down1, waived: text }, public1])
    expect(result.fix).toBe('mend it')
  })

  test('the same words at a unit whose name only begins alike', () => {
    const one = gate([claim([down10])])
    expect(waived(one, at1)).toBe(one)
  })

  test('another failure in another claim of the gate', () => {
    const other = claim([{ at: 'keystone/1', saw: 'no server in service' }], 'fail', 'no backend works')
    const result = waived(gate([claim([down1]), other]), at1)
    expect([result.verdict, ...result.claims.map(({ verdict }) => verdict)]).toEqual(['fail', 'skip', 'fail'])
  })

  test('a second thing that the same finding says', () => {
    const both = gate([claim([{ at: 'keystone/1', saw: `${down1.saw}; backup DOWN` }])])
    expect(waived(both, at1).verdict).toBe('fail')
    expect(waived(both, at1, { ...at1, covers: ['backup', 'DOWN'] }).verdict).toBe('skip')
  })

  test('all of them, where more findings match than the waiver may cover', () => {
    const loose = { ...base, covers: ['DOWN'] }
    const one = gate([claim([down1, public1])])
    expect(waived(one, loose)).toBe(one)
    expect(waived(one, { ...loose, most: 2 }).verdict).toBe('skip')
  })

  test('a finding without a place, where the waiver names one', () => {
    expect(waived(gate([claim([{ saw: down1.saw }])]), at1).verdict).toBe('fail')
  })

  test('a secret, which looks like every other one once it is redacted', () => {
    const clean = (raw: string) => raw.replaceAll(/hunter\d/g, '[redacted]')
    const one = gate([claim([{ saw: 'the password is hunter2' }])])
    expect(waive(one, [{ ...base, covers: ['hunter3'] }], clean).gate.verdict).toBe('fail')
  })
})

test('a covered failure beside something that could not be looked at leaves the gate unknown, with a cause', () => {
  const blind: ClaimResult = { ...claim([], 'unknown', '1 of 3 units did not answer'), kind: 'saw' }
  const result = waived(gate([blind, claim([down1])]), at1)
  expect(result.verdict).toBe('unknown')
  expect(result.causes).toEqual([{ kind: 'not-enough-seen', key: '1 of 3 units did not answer', message: '1 of 3 units did not answer' }])
})

test('a waiver never covers what could not be looked at', () => {
  const one = gate([claim([down1], 'unknown')], 'unknown')
  expect(waived(one, at1)).toBe(one)
})

test('an advisory that is left over stays an advisory', () => {
  const result = waived(gate([claim([down1]), claim([public1], 'warn')]), at1)
  expect(result.verdict).toBe('warn')
})

test('a claim without findings is covered by the words of its message', () => {
  expect(waived(gate([claim([], 'fail', 'no unit runs vault')]), { ...base, covers: ['no unit runs vault'] }).verdict).toBe('skip')
})
