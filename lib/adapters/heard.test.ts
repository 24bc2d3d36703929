import { expect, test } from 'vitest'
import { isCalled, narrowed, vocabularies, vocabulary, wordOf, worstOf } from './heard.ts'

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

test('a word is shown as it was spelled, and is a text in what is written', () => {
  const { word } = state.hear('BUILD')
  expect(`the port is ${word}`).toBe('the port is BUILD')
  expect(JSON.stringify({ word })).toBe('{"word":"BUILD"}')
})

test('comparing a word with a literal does not compile, in any of the ways to do it', () => {
  const { word } = state.hear('ACTIVE')
  const senses: Readonly<Record<string, boolean>> = { ACTIVE: true }
  // @ts-expect-error a gate asks what it `is`
  expect(word === 'ACTIVE').toBe(true)
  // @ts-expect-error the same from the other side
  expect('DOWN' !== word).toBe(true)
  // @ts-expect-error a list of words is a comparison with each
  expect(['ACTIVE', 'BUILD'].includes(word)).toBe(true)
  // @ts-expect-error so is looking it up in a table
  expect(senses[word]).toBe(true)
  // @ts-expect-error and copying it to a text
  const text: string = word
  expect(text).toBe('ACTIVE')
})

test('a state is called by its word, whatever its sense and without being heard', () => {
  expect(isCalled(state.hear('ACTIVE'), 'BUILD', 'ACTIVE')).toBe(true)
  expect(isCalled({ word: wordOf('active') }, 'ACTIVE')).toBe(false)
})
