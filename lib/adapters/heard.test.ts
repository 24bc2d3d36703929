import { expect, test } from 'vitest'
import { narrowed, vocabularies, vocabulary, worstOf } from './heard.ts'

const state = vocabulary({
  field: 'a test: state',
  source: 'this file',
  good: ['ACTIVE'],
  waiting: ['BUILD'],
  bad: ['ERROR'],
  places: [],
})

test.each([
  ['ACTIVE', 'good'],
  ['BUILD', 'waiting'],
  ['ERROR', 'bad'],
  ['active', 'unheard'],
  ['', 'unheard'],
  ['constructor', 'unheard'],
  ['__proto__', 'unheard'],
])('%j is %s', (word, is) => {
  expect(state.hear(word)).toEqual({ word, is })
})

test('a word with two senses is refused', () => {
  expect(() => vocabulary({ field: 'f', source: '', good: ['x'], waiting: [], bad: ['x'], places: [] })).toThrow(
    'f: "x" is listed as good and as bad',
  )
})

test('a vocabulary is known once it is made', () => {
  expect(vocabularies()).toContain(state)
})

test('the worst of several is the bad one, then the unheard one, then the one that waits', () => {
  const [good, waiting, bad, unheard] = ['ACTIVE', 'BUILD', 'ERROR', 'ODD'].map((word) => state.hear(word)) as [never, never, never, never]
  expect(worstOf([good, waiting, unheard, bad])).toBe(bad)
  expect(worstOf([good, waiting, unheard])).toBe(unheard)
  expect(worstOf([good, waiting])).toBe(waiting)
  expect(worstOf([good])).toBe(good)
  expect(worstOf([])).toBeUndefined()
})

test('what is narrowed keeps its word', () => {
  expect(narrowed(state.hear('ACTIVE'), 'bad')).toEqual({ word: 'ACTIVE', is: 'bad' })
})
