import { expect, test } from 'vitest'
import { namesWanted } from './names-wanted.ts'

test('the names a function wants are those it destructures, before renaming', () => {
  expect(namesWanted('({ a, b: other, c = [1, 2] }) => a')).toEqual(['a', 'b', 'c'])
  expect(namesWanted('async ({ a: { inner, more }, b }) => a')).toEqual(['a', 'b'])
  expect(namesWanted('function made({ a }, second) { return { b: 1 } }')).toEqual(['a'])
})

test('a function that destructures nothing wants nothing', () => {
  expect(namesWanted('() => ({ a: 1 })')).toEqual([])
  expect(namesWanted('(known) => known.a')).toEqual([])
  expect(namesWanted('async () => { const { a } = b }')).toEqual([])
})
