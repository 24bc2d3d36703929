import { expect, test } from 'vitest'
import type { Sighting } from '../report/past.ts'
import type { Verdict } from '../report/result.ts'
import { isFlaky, median, statsOf } from './stats.ts'

/** Sightings with these verdicts, oldest first, one per hour. */
function past(...verdicts: readonly Verdict[]): readonly Sighting[] {
  return verdicts
    .map((verdict, hour): Sighting => {
      const startedAt = `2026-11-28T${String(hour).padStart(2, '0')}:00:00.000Z`
      const run = { id: `r${hour}`, site: 's', mode: 'live', startedAt, durationMs: 1, verdict, exitCode: 0, interrupted: false } as const
      const gate = {
        gate: 'a',
        phase: '03-core',
        severity: 'blocking',
        verdict,
        durationMs: hour,
        messages: [],
        causes: [],
        findings: [],
      } as const
      return { run, gate: { ...gate, messages: [], causes: [], findings: [] } }
    })
    .toReversed()
}

test.each([
  ['always green', past('pass', 'pass'), { changes: 0, flaps: 0, timesToGreenMs: [], redSince: undefined }],
  [
    'red once, and mended',
    past('pass', 'fail', 'fail', 'pass'),
    { changes: 2, flaps: 1, timesToGreenMs: [7_200_000], redSince: undefined },
  ],
  ['red since', past('pass', 'fail', 'fail'), { changes: 1, flaps: 1, timesToGreenMs: [], redSince: '2026-11-28T01:00:00.000Z' }],
  ['red from the first', past('fail', 'pass'), { changes: 1, flaps: 0, timesToGreenMs: [3_600_000], redSince: undefined }],
  [
    'flaky',
    past('pass', 'fail', 'warn', 'fail'),
    { changes: 3, flaps: 2, timesToGreenMs: [3_600_000], redSince: '2026-11-28T03:00:00.000Z' },
  ],
  [
    'what was not seen is neither',
    past('pass', 'unknown', 'pass', 'skip', 'fail'),
    { changes: 1, flaps: 1, redSince: '2026-11-28T04:00:00.000Z' },
  ],
])('%s', (_what, sightings, expected) => {
  expect(statsOf(sightings)).toMatchObject(expected)
})

test('one bad night is not flaky, two are', () => {
  const flaky = (...verdicts: Verdict[]) => isFlaky(statsOf(past(...verdicts)) ?? { flaps: Number.NaN })
  expect([flaky('pass', 'fail', 'pass'), flaky('pass', 'fail', 'pass', 'fail')]).toEqual([false, true])
})

test('the time of a gate is its median, without runs that skipped it', () => {
  expect(statsOf(past('pass', 'skip', 'pass', 'pass'))?.medianMs).toBe(2)
  expect([median([]), median([4, 1]), median([9, 1, 5])]).toEqual([0, 2.5, 5])
})

test('a gate that no run had has no past', () => {
  expect(statsOf([])).toBeUndefined()
})
