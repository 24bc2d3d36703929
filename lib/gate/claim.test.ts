import { describe, expect, test } from 'vitest'
import { all, answered, holds, none, of, some } from './claim.ts'

const at = (name: string) => ({ at: name, saw: 'DOWN' })

describe('a claim that there is none', () => {
  test.each([
    [0, 3, '0 of 3 servers are DOWN'],
    [1, 3, '1 of 3 servers is DOWN'],
    [1, 1, '1 of 1 server is DOWN'],
    [2, 3, '2 of 3 servers are DOWN'],
  ])('counts %i of %i', (found, total, message) => {
    const findings = Array.from({ length: found }, (_, index) => at(`b/${index}`))
    expect(none(findings, of(total, 'server'), 'is DOWN')).toEqual({
      holds: found === 0,
      message,
      findings,
      coverage: { asked: total, answered: total - found, noun: 'server', plural: 'servers' },
      notes: [],
    })
  })

  test.each([
    ['has expired', 'have expired'],
    ['does not answer', 'do not answer'],
    ['did not answer', 'did not answer'],
    ['was stopped', 'were stopped'],
    ['lacks a key', 'lack a key'],
    ['carries a token', 'carry a token'],
    ['watches it', 'watch it'],
    ['misses one', 'miss one'],
    ['runs twice', 'run twice'],
  ])('says "%s" of one and "%s" of two', (one, two) => {
    expect(none([at('a')], of(2, 'unit'), one).message).toBe(`1 of 2 units ${one}`)
    expect(none([at('a'), at('b')], of(2, 'unit'), one).message).toBe(`2 of 2 units ${two}`)
  })

  test('counts what it is given where two findings are about one', () => {
    expect(none([at('a'), at('a')], of(3, 'address', 'addresses'), 'is wrong', { count: 1 }).message).toBe('1 of 3 addresses is wrong')
  })
})

test('a claim that every one answered does not hold where none was asked', () => {
  expect(answered({ asked: [], silent: [] }, 'unit', 'no unit runs vault')).toMatchObject({
    holds: false,
    message: 'no unit runs vault',
    coverage: { asked: 0, answered: 0 },
  })
})

test('a claim that every one answered says how many did not', () => {
  expect(answered({ asked: ['a', 'b', 'c'], silent: [at('b')] }, 'unit', '')).toMatchObject({
    holds: false,
    message: '1 of 3 units did not answer',
    coverage: { asked: 3, answered: 2 },
  })
})

test('of several claims the first that does not hold is what is said', () => {
  expect(all(some(1, 'none'), holds(false, 'the second'), holds(false, 'the third')).message).toBe('the second')
  expect(all(some(1, 'none'), holds(true, 'the second')).holds).toBe(true)
})
