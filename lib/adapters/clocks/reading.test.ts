import { describe, expect, test } from 'vitest'
import { offText, opinionOf, type Reading, trusted } from './reading.ts'

const reading = (aheadS: number, tookS = 0): Reading => ({ at: `machine ${aheadS}`, leastS: aheadS - 1 - tookS, mostS: aheadS + 1 })
const opinion = (...aheadS: readonly number[]) =>
  opinionOf(
    aheadS.map((one) => reading(one)),
    60,
  )

describe('the clock here counts as one', () => {
  test.each([
    ['all agree', [0, 2, -3], 'theirs', 0],
    ['one of two others is off', [0, 900], 'theirs', 1],
    ['one is the only other, and off', [900], 'nobody', 1],
    ['two agree with each other, against ours alone', [900, 905], 'ours', 2],
    ['two are off, each in its own way', [900, -900], 'nobody', 2],
    ['two against ours and another', [900, 905, 0], 'nobody', 2],
    ['three against ours and another', [900, 905, 910, 0], 'ours', 3],
    ['a day apart', [86_400, 86_400, 86_401, 86_399], 'ours', 4],
    ['two of five are off alike', [0, 1, -1, 900, 905], 'theirs', 2],
    ['three are off, no two alike', [900, -900, 5000, 0], 'theirs', 3],
  ] as const)('%s', (_, aheadS, wrong, off) => {
    const { wrong: said, off: found } = opinion(...aheadS)
    expect([said, found.length]).toEqual([wrong, off])
  })
})

test('a clock that took long to answer is neither off nor right', () => {
  expect(opinionOf([reading(0, 90), reading(0)], 60)).toMatchObject({
    off: [],
    unclear: [{ at: 'machine 0', leastS: -91 }],
    wrong: 'theirs',
  })
})

test('a clock that took long to answer is off where it is off for certain', () => {
  expect(opinionOf([reading(900, 90), reading(0)], 60).off).toHaveLength(1)
})

test.each([
  [-95, 'is 95 s behind the clock here'],
  [185, 'is 3 min ahead of the clock here'],
  [7199.6, 'is 2 h ahead of the clock here'],
  [-86_400, 'is 24 h behind the clock here'],
])('%i s apart', (aheadS, text) => {
  expect(offText(reading(aheadS))).toBe(text)
})

test('a clock here that most contradict is refused, in one sentence with what shows it', () => {
  const readings = [reading(86_400), reading(86_400), reading(0)]
  expect(() => trusted(readings, { off: readings.slice(0, 2), unclear: [], wrong: 'ours' })).toThrow(
    expect.objectContaining({
      kind: 'clock',
      key: 'clock of this machine',
      message: 'the clock of this machine is 24 h behind machine 86400: 2 of 3 other clocks say so',
      remedy: 'timedatectl status',
    }),
  )
})
