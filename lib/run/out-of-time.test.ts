import { expect, test } from 'vitest'
import type { Question } from '../transport/question.ts'
import { outOfTime } from './out-of-time.ts'

const question: Question = { kind: 'command', on: { name: 'keystone/0' }, argv: ['true'] }
const gate = { id: 'units-reachable-by-ssh', timeoutS: 90 }

test('a question that never went out says nothing of its target', () => {
  expect(outOfTime(gate, question).facts).toEqual({
    kind: 'not-asked',
    key: 'time of units-reachable-by-ssh',
    message: '"keystone/0 $ true" was not asked in time: units-reachable-by-ssh had 90 s, and other questions used up that time',
  })
})

test('nor does one that went out a moment before the end', () => {
  expect(outOfTime(gate, question, 340).facts).toEqual({
    kind: 'not-asked',
    key: 'time of units-reachable-by-ssh',
    message:
      '"keystone/0 $ true" was asked too late: units-reachable-by-ssh had 90 s, and only 0.3 s of them were left when the question went out',
  })
  expect(outOfTime({ id: 'short', timeoutS: 2 }, question, 900).kind).toBe('not-asked')
})

test.each([
  [90, 11_000],
  [2, 2000],
])('one that had a fair time of %i s is a timeout of its target', (timeoutS, underWayMs) => {
  expect(outOfTime({ id: 'a-gate', timeoutS }, question, underWayMs).facts).toEqual({
    kind: 'timeout',
    key: 'keystone/0',
    message: `a-gate had ${timeoutS} s, and "keystone/0 $ true" had no answer by then`,
  })
})
