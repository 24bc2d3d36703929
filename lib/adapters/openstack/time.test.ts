import { expect, test } from 'vitest'
import { JsonObject } from '../json.ts'
import { timeIn, timeOrNull } from './time.ts'

const at = (text: unknown) => new JsonObject({ created_at: text }, 'rows[0]')

test.each([
  ['2026-11-22T10:16:31.110374+00:00', '2026-11-22T10:16:31.110Z'],
  ['2026-11-22T11:16:31+01:00', '2026-11-22T10:16:31.000Z'],
  ['2026-11-22T10:15:54', '2026-11-22T10:15:54.000Z'],
  ['2026-11-22T10:15:54.000000', '2026-11-22T10:15:54.000Z'],
  ['2026-11-22T10:16:31Z', '2026-11-22T10:16:31.000Z'],
])('%s is a time, in UTC where it names no zone', (text, iso) => {
  expect(timeIn(at(text), 'created_at').toISOString()).toBe(iso)
})

test.each(['', '2026-11-22', '2026-13-45T10:15:54', 'yesterday', '1763806591'])('%j is not a time', (text) => {
  expect(() => timeIn(at(text), 'created_at')).toThrow(`rows[0].created_at: wanted a time, got ${JSON.stringify(text)}`)
})

test('what never changed has no time of its last change', () => {
  expect([timeOrNull(at(null), 'created_at'), timeOrNull(at(undefined), 'updated_at')]).toEqual([undefined, undefined])
})
