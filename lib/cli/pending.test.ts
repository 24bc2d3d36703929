import { expect, test } from 'vitest'
import { describe as named, type Question } from '../transport/question.ts'
import { Pending } from './pending.ts'

const hello = (unit: string): Question => ({ kind: 'command', on: { name: unit }, argv: ['true'] })

test('the oldest unanswered question of a gate is the one that is waited for', () => {
  const pending = new Pending(named)
  expect(pending.asks('greet', hello('a/0'))).toBe('a/0 $ true')
  expect(pending.asks('greet', hello('b/0'))).toBe('a/0 $ true and 1 more')
  expect(pending.asks('other', hello('c/0'))).toBe('c/0 $ true')
  expect(pending.answered('greet', hello('a/0'))).toBe('b/0 $ true')
  expect(pending.answered('greet', hello('b/0'))).toBeUndefined()
})
