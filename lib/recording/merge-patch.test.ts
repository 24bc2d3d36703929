import { expect, test } from 'vitest'
import { mergePatch, patchBetween } from './merge-patch.ts'

test.each([
  ['a key that is gone', { a: 1, b: 2 }, { b: 2 }],
  ['a key that is new', { b: 2 }, { a: { c: [1] }, b: 2 }],
  ['another value', { a: 1 }, { a: '1' }],
  ['what differs deep inside', { a: { b: { c: 1, d: 2 }, e: 3 } }, { a: { b: { d: 4 }, e: 3 } }],
  ['another list, as a whole', { a: [1, 2, 3] }, { a: [3] }],
  ['a list in place of an object, and the other way round', { a: { b: 1 }, c: [1] }, { a: [1], c: { b: 1 } }],
  ['nothing', { a: 1 }, { a: 1 }],
])('a patch between two documents makes the second of the first: %s', (_what, before, after) => {
  expect(mergePatch(before, patchBetween(before, after))).toEqual(after)
})

test('a patch between two documents says that what only the first has is gone', () => {
  expect(patchBetween({ networks: { metal: {}, oob: {} } }, { networks: { metal: {} } })).toEqual({ networks: { oob: null, metal: {} } })
})
