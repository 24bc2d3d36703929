import { expect, test } from 'vitest'
import { durationMs } from './duration.ts'
import { newRunId } from './run-id.ts'

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['1h', 3_600_000],
])('%s is %i ms', (text, ms) => {
  expect(durationMs('--deadline', text)).toBe(ms)
})

test.each(['', '10', 's', '0s', '-1s', '1.5h', '1 h', '10M', '1d', '1h30m', '٣s'])('%j is not a duration', (text) => {
  expect(() => durationMs('--deadline', text)).toThrow(
    expect.objectContaining({ name: 'UsageError', message: `--deadline: wanted a time such as 90s, 10m or 1h, received ${text}` }),
  )
})

test('a run id sorts by time, and is a file name and a Kubernetes label', () => {
  const id = newRunId(new Date('2026-11-22T12:40:05.678Z'))
  expect(id).toMatch(/^2026-11-22T12-40-05Z-[0-9a-f]{4}$/)
  expect(id).toMatch(/^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/)
})
