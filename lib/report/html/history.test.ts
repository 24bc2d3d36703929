import { expect, test } from 'vitest'
import type { Verdict } from '../result.ts'
import { flapsIn } from './history.ts'

test.each<[string, Verdict[], number]>([
  ['no past', ['pass'], 0],
  ['red once and not back', ['pass', 'fail', 'fail'], 0],
  ['red and back', ['pass', 'fail', 'pass'], 1],
  ['red at first, then green', ['fail', 'pass'], 0],
  ['twice, with a blind run and a skip between', ['pass', 'unknown', 'skip', 'pass', 'warn', 'fail', 'pass'], 2],
])('a gate with %s counts its flaps', (_what, verdicts, flaps) => {
  expect(flapsIn(verdicts)).toBe(flaps)
})
