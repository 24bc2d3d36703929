import { expect, test } from 'vitest'
import type { Answer } from '../transport/question.ts'
import { postedOnce } from './listen.ts'

const answerOf = (length: number): Answer => ({ kind: 'command', exitCode: 0, stdout: 'x'.repeat(length), stderr: '' })

test('a large answer crosses to a worker once, and is a number from then on', () => {
  const post = postedOnce()
  const [status, other] = [answerOf(70_000), answerOf(70_000)]
  expect(post({ answer: status })).toEqual({ answer: status, keptAs: 0 })
  expect([post({ answer: status }), post({ answer: status })]).toEqual([{ again: 0 }, { again: 0 }])
  expect(post({ answer: other })).toEqual({ answer: other, keptAs: 1 })
  expect(post({ answer: other })).toEqual({ again: 1 })
})

test('each worker gets it for itself', () => {
  const status = answerOf(70_000)
  expect([postedOnce()({ answer: status }), postedOnce()({ answer: status })]).toEqual([
    { answer: status, keptAs: 0 },
    { answer: status, keptAs: 0 },
  ])
})

test('what is small crosses as it is, each time', () => {
  const post = postedOnce()
  const replies = [{ answer: answerOf(10) }, { skip: { name: 'Blocked', message: 'm' } }] as const
  for (const reply of replies) expect([post(reply), post(reply)]).toEqual([reply, reply])
})
