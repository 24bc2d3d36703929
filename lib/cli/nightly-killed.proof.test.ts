import { expect, test } from 'vitest'
import { killNights } from './test-killed-nights.ts'

test('a nightly run may be killed at any moment: the last whole report and the state are intact, the next run goes, and what is red is heard of', async () => {
  const { killed, broken, delivered } = await killNights(20)
  expect(broken).toEqual([])
  expect(killed).toBeGreaterThan(5)
  expect(
    delivered.filter((title) => title.startsWith('change: example (replay of recordings): not green now: helm-on-init-path')),
  ).not.toEqual([])
  expect(delivered.filter((title) => title.startsWith('trouble:') || title.startsWith('recovery:'))).not.toEqual([])
}, 240_000)
