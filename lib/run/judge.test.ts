import { describe, expect, test } from 'vitest'
import type { GateSpec } from '../phase/phase.ts'
import type { ClaimOutcome } from './engine.ts'
import { judge } from './judge.ts'

const spec = { id: 'a-gate', phase: '03-core', severity: 'blocking', source: ['D-1'], fix: 'true' } as unknown as GateSpec
const advisory: GateSpec = { ...spec, severity: 'advisory' }

const claim = (more: Partial<ClaimOutcome>): ClaimOutcome => ({
  gate: 'a-gate',
  case: 'live',
  title: 'a claim',
  saw: false,
  state: 'held',
  durationMs: 1.4,
  ...more,
})
const held = claim({})
const broken = (message: string, findings: readonly unknown[] = []) => claim({ state: 'broken', broken: { message, findings } })
const unseen = claim({ title: 'enough was seen', saw: true, state: 'broken', broken: { message: '1 of 2 did not answer', findings: [] } })
const blind = (name: string, message: string, more: { readonly key?: string; readonly remedy?: string } = {}) =>
  claim({ title: 'a blind claim', state: 'not judged', error: { name, message, ...more } })
const down = { key: 'ssh a/0', message: 'refused the connection' }

test('many causes are one sentence and a number, and every key', () => {
  const causes = Array.from({ length: 330 }, (_, n) => ({ key: `ssh u/${n}`, message: `u/${n} is silent` }))
  const { cause } = judge(spec, [unseen], causes)
  expect(cause?.message).toBe('u/0 is silent; and 329 more')
  expect(cause?.key.split(' + ')).toHaveLength(330)
})

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
        { title: 'a claim', verdict: 'pass', message: '' },
        { title: 'a claim', verdict: 'pass', message: '' },
      ],
      findings: [],
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
      cause: { key: '1 of 2 did not answer', message: '1 of 2 did not answer' },
      claims: [{ verdict: 'pass' }, { verdict: 'unknown', message: '1 of 2 did not answer' }],
    })
    expect(result).not.toHaveProperty('fix')
  })

  test('fail when what was seen is false and something else was not seen: both show', () => {
    const result = judge(spec, [unseen, broken('1 of 1 is DOWN')], [down])
    expect(result.verdict).toBe('fail')
    expect(result.claims.map(({ verdict }) => verdict)).toEqual(['unknown', 'fail'])
    expect(result.cause).toEqual(down)
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
    expect(judge(spec, [], [])).toMatchObject({ verdict: 'unknown', cause: { message: 'the gate reported nothing' } })
    expect(judge(spec, [], [{ key: 'interrupted', message: 'the run was interrupted' }])).toMatchObject({
      verdict: 'unknown',
      cause: { key: 'interrupted' },
    })
  })

  test('unknown when its file did not load', () => {
    expect(judge(spec, [], [], ['Cannot find module'])).toMatchObject({
      verdict: 'unknown',
      cause: { key: 'gate file: Cannot find module', message: 'the gate file did not load: Cannot find module' },
    })
  })
})

describe('a claim that could not be judged', () => {
  test('says why in the words of who could not look', () => {
    const result = judge(spec, [blind('CouldNotLook', 'refused the connection', { key: 'ssh a/0', remedy: 'ssh a' })], [])
    expect(result.claims).toEqual([{ title: 'a blind claim', verdict: 'unknown', message: 'refused the connection' }])
    expect(result.cause).toEqual({ key: 'ssh a/0', message: 'refused the connection', remedy: 'ssh a' })
  })

  test('for a bug of the gate says so, and never that the cloud is wrong', () => {
    const result = judge(spec, [blind('TypeError', 'x is undefined')], [])
    const message = 'the gate itself failed, which says nothing about the cloud: x is undefined'
    expect(result).toMatchObject({ verdict: 'unknown', claims: [{ message }], cause: { key: message, message } })
    expect(judge(advisory, [blind('TypeError', 'x is undefined')], []).verdict).toBe('unknown')
  })
})

describe('the cause', () => {
  test('is one, when all that could not be looked at shares it', () => {
    expect(judge(spec, [unseen], [down, down]).cause).toEqual(down)
  })

  test('of several joins them, in any order under one key', () => {
    const other = { key: 'juju', message: 'expired', remedy: 'juju login' }
    const expected = { key: 'juju + ssh a/0', message: 'refused the connection; expired', remedy: 'juju login' }
    expect(judge(spec, [unseen], [down, other]).cause).toEqual(expected)
    expect(judge(spec, [unseen], [other, down]).cause?.key).toBe(expected.key)
  })

  test('of several gives each remedy a line of its own, since one may be typed elsewhere than the next', () => {
    const pin = { key: 'ssh glance/2', message: 'not pinned', remedy: 'bin/gates trust glance/2' }
    const sudo = { key: 'sudo glance/1', message: 'no sudo', remedy: 'apt-get install sudo  # on glance/1' }
    expect(judge(spec, [unseen], [pin, sudo, pin]).cause?.remedy).toBe(
      'bin/gates trust glance/2\nThen: apt-get install sudo  # on glance/1',
    )
  })
})

test('a finding is an object with words, a text, or whatever it was as JSON', () => {
  const findings = [{ at: 'a/0', saw: 'DOWN', fix: 'start it', extra: 1 }, 'just words', { odd: 1 }, 7, null]
  expect(judge(spec, [broken('wrong', findings)], []).findings).toEqual([
    { at: 'a/0', saw: 'DOWN', fix: 'start it' },
    { saw: 'just words' },
    { saw: '{"odd":1}' },
    { saw: '7' },
    { saw: 'null' },
  ])
})
