import { describe, expect, test } from 'vitest'
import type { Claimed } from '../gate/claim.ts'
import type { GateSpec } from '../phase/phase.ts'
import type { ClaimOutcome } from './claim-outcome.ts'
import { judge } from './judge.ts'

const spec = { id: 'a-gate', phase: '03-core', severity: 'blocking', source: ['D-1'], fix: 'true' } as unknown as GateSpec
const advisory: GateSpec = { ...spec, severity: 'advisory' }

const claim = (more: Partial<ClaimOutcome>): ClaimOutcome => ({
  gate: 'a-gate',
  case: 'live',
  title: 'a claim',
  kind: 'holds',
  state: 'held',
  durationMs: 1.4,
  ...more,
})
const said = (message: string, findings: readonly unknown[] = [], more: Partial<Claimed> = {}): Claimed => ({
  holds: false,
  message,
  findings: findings as Claimed['findings'],
  notes: [],
  ...more,
})
const held = claim({})
const broken = (message: string, findings: readonly unknown[] = []) => claim({ state: 'broken', said: said(message, findings) })
const unseen = claim({ title: 'enough was seen', kind: 'saw', state: 'broken', said: said('1 of 2 did not answer') })
const blind = (name: string, message: string, more: { readonly kind?: string; readonly key?: string; readonly remedy?: string } = {}) =>
  claim({ title: 'a blind claim', state: 'not judged', error: { name, message, ...more } })
const down = { kind: 'unreachable', key: 'ssh a/0', message: 'refused the connection' }

describe('the verdict of a gate is', () => {
  test('pass when every claim held', () => {
    expect(judge(spec, [held, held], [])).toEqual({
      id: 'a-gate',
      phase: '03-core',
      severity: 'blocking',
      source: ['D-1'],
      verdict: 'pass',
      durationMs: 3,
      claims: [
        { title: 'a claim', kind: 'holds', verdict: 'pass', message: '', findings: [] },
        { title: 'a claim', kind: 'holds', verdict: 'pass', message: '', findings: [] },
      ],
      causes: [],
      notes: [],
    })
  })

  test('fail when a claim was seen to be false, and warn for an advisory gate; both with the fix', () => {
    expect(judge(spec, [held, broken('1 of 2 is DOWN')], [])).toMatchObject({ verdict: 'fail', fix: 'true' })
    expect(judge(advisory, [held, broken('1 of 2 is DOWN')], [])).toMatchObject({ verdict: 'warn', fix: 'true' })
  })

  test('unknown when it did not see enough, never fail', () => {
    const result = judge(spec, [held, unseen], [])
    expect(result).toMatchObject({
      verdict: 'unknown',
      causes: [{ kind: 'not-enough-seen', key: '1 of 2 did not answer', message: '1 of 2 did not answer' }],
      claims: [
        { verdict: 'unknown', partial: true },
        { verdict: 'unknown', message: '1 of 2 did not answer' },
      ],
    })
    expect(result).not.toHaveProperty('fix')
  })

  test('fail when what was seen is false and something else was not seen: both show', () => {
    const result = judge(spec, [unseen, broken('1 of 1 is DOWN')], [down])
    expect(result.verdict).toBe('fail')
    expect(result.claims.map(({ verdict }) => verdict)).toEqual(['unknown', 'fail'])
    expect(result.causes).toEqual([down])
  })

  test('skip only when every claim was skipped, with the reason', () => {
    const parked = blind('NotApplicable', 'the cluster is parked')
    expect(judge(spec, [parked, parked], [])).toMatchObject({ verdict: 'skip', reason: 'the cluster is parked' })
    expect(judge(spec, [blind('Blocked', 'blocked by x')], [])).toMatchObject({ verdict: 'skip', reason: 'blocked by x' })
    expect(judge(spec, [parked, unseen], []).verdict).toBe('unknown')
    expect(judge(spec, [held, parked], []).verdict).toBe('pass')
  })

  test('skip when it was blocked, whatever it could claim without looking', () => {
    expect(judge(spec, [held, blind('Blocked', 'blocked by x')], [])).toMatchObject({ verdict: 'skip', reason: 'blocked by x' })
  })

  test('unknown when nothing was claimed at all', () => {
    expect(judge(spec, [], [])).toMatchObject({ verdict: 'unknown', causes: [{ message: 'the gate reported nothing' }] })
    expect(judge(spec, [], [{ kind: 'interrupted', key: 'interrupted', message: 'the run was interrupted' }])).toMatchObject({
      verdict: 'unknown',
      causes: [{ key: 'interrupted' }],
    })
  })

  test('unknown when its file did not load', () => {
    expect(judge(spec, [], [], ['Cannot find module'])).toMatchObject({
      verdict: 'unknown',
      causes: [{ key: 'gate file: Cannot find module', message: 'the gate file did not load: Cannot find module' }],
    })
  })
})

describe('a claim that could not be judged', () => {
  test('says why in the words of who could not look', () => {
    const result = judge(
      spec,
      [blind('CouldNotLook', 'refused the connection', { kind: 'unreachable', key: 'ssh a/0', remedy: 'ssh a' })],
      [],
    )
    expect(result.claims).toMatchObject([{ title: 'a blind claim', verdict: 'unknown', message: 'refused the connection' }])
    expect(result.causes).toEqual([{ kind: 'unreachable', key: 'ssh a/0', message: 'refused the connection', remedy: 'ssh a' }])
  })

  test('for a bug of the gate says so, and never that the cloud is wrong', () => {
    const result = judge(spec, [blind('TypeError', 'x is undefined')], [])
    const message = 'the gate itself failed, which says nothing about the cloud: x is undefined'
    expect(result).toMatchObject({ verdict: 'unknown', claims: [{ message }], causes: [{ key: message, message }] })
    expect(judge(advisory, [blind('TypeError', 'x is undefined')], []).verdict).toBe('unknown')
  })
})

describe('the cause', () => {
  test('is one, when all that could not be looked at shares it', () => {
    expect(judge(spec, [unseen], [down, down]).causes).toEqual([down])
  })

  test('stands once for each key, in the order met', () => {
    const other = { kind: 'credential', key: 'juju', message: 'expired', remedy: 'juju login' }
    expect(judge(spec, [unseen], [down, other, down]).causes).toEqual([down, other])
  })
})

test('a finding is an object with words, a text, or whatever it was as JSON', () => {
  const findings = [{ at: 'a/0', saw: 'DOWN', fix: 'start it', extra: 1 }, 'just words', { odd: 1 }, 7, null]
  expect(judge(spec, [broken('wrong', findings)], []).claims[0]?.findings).toEqual([
    { at: 'a/0', saw: 'DOWN', fix: 'start it' },
    { saw: 'just words' },
    { saw: '{"odd":1}' },
    { saw: '7' },
    { saw: 'null' },
  ])
})

describe('where not all was seen', () => {
  const coverage = (asked: number, answered: number) => ({ asked, answered, noun: 'unit', plural: 'units' })
  const short = (asked: number, answered: number) =>
    claim({
      title: 'every unit answered',
      kind: 'saw',
      state: 'broken',
      said: said(`${asked - answered} of ${asked} units did not answer`, [], { coverage: coverage(asked, answered) }),
    })
  const messages = (...outcomes: readonly ClaimOutcome[]) =>
    judge(spec, outcomes, []).claims.map(({ verdict, message }) => [verdict, message])

  test('a claim that holds held for those that answered, and that is not a pass', () => {
    expect(messages(short(11, 10), held)).toEqual([
      ['unknown', '1 of 11 units did not answer'],
      ['unknown', 'held for 10 of 11 units'],
    ])
  })

  test('a claim that holds was not judged when none answered', () => {
    expect(messages(held, short(3, 0))).toEqual([
      ['unknown', 'not judged: 3 of 3 units did not answer'],
      ['unknown', '3 of 3 units did not answer'],
    ])
  })

  test('a claim that enough was seen is such a claim too', () => {
    expect(messages(claim({ kind: 'saw', title: 'there are units' }), short(2, 1))[0]).toEqual(['unknown', 'held for 1 of 2 units'])
  })

  test('what was seen to be false stays false, and the gate is red', () => {
    expect(messages(short(2, 1), broken('1 of 1 unit is DOWN'))[1]).toEqual(['fail', '1 of 1 unit is DOWN'])
    expect(judge(spec, [short(2, 1), broken('1 of 1 unit is DOWN')], []).verdict).toBe('fail')
  })
})

test('an advice that does not hold warns, also in a blocking gate', () => {
  const advice = claim({ kind: 'advises', state: 'broken', said: said('written after the start') })
  expect(judge(spec, [held, advice], [])).toMatchObject({ verdict: 'warn', claims: [{ verdict: 'pass' }, { verdict: 'warn' }] })
})

test('a gate that could not look at all of it is unknown, whatever it advises', () => {
  const advice = claim({ kind: 'advises', state: 'broken', said: said('written after the start') })
  expect(judge(spec, [advice, unseen], []).verdict).toBe('unknown')
})

test('a claim that holds can carry a note, which changes nothing', () => {
  const noted = claim({ said: said('', [], { holds: true, notes: ['one server was taken out by the operator'] }) })
  expect(judge(spec, [noted], [])).toMatchObject({ verdict: 'pass', notes: ['one server was taken out by the operator'] })
})

describe('where a row could not be read', () => {
  const row = { key: 'GET /servers row', message: 'GET /servers: a row cannot be read: [1].id: wanted a text, got nothing' }

  test('what held has held for the other rows, and the gate is unknown', () => {
    expect(judge(spec, [claim({ unread: [row] })], [])).toMatchObject({
      verdict: 'unknown',
      claims: [{ verdict: 'unknown', message: 'held for the rows that could be read', partial: true }],
      causes: [{ kind: 'not-understood', ...row }],
    })
  })

  test('what another row shows to be false stays false', () => {
    expect(judge(spec, [{ ...broken('1 of 2 servers is DOWN'), unread: [row] }], []).verdict).toBe('fail')
  })

  test('what is missing may be that row: unknown, with what is missed', () => {
    const missing = claim({
      state: 'broken',
      said: said('there is no server a', [{ at: 'a', saw: 'missing' }], { absent: true }),
      unread: [row],
    })
    expect(judge(spec, [missing], [])).toMatchObject({
      verdict: 'unknown',
      claims: [{ message: 'there is no server a, or its row could not be read' }],
    })
    expect(judge(spec, [{ ...missing, unread: [] }], []).verdict).toBe('fail')
  })
})
