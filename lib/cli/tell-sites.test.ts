import { expect, test } from 'vitest'
import { exampleResult } from '../report/example.ts'
import { nagiosOf } from './tell-sites.ts'

const calm = {
  ...exampleResult,
  run: { ...exampleResult.run, site: 'calm', mode: 'live' as const },
  gates: exampleResult.gates.filter(({ verdict }) => verdict === 'pass'),
  verdict: 'pass' as const,
  exitCode: 0,
  counts: { pass: 1, warn: 0, fail: 0, skip: 0, unknown: 0 },
}

test('the line for Nagios names each site that an interrupted run did not look at', () => {
  const run = { id: 'r', startedAt: calm.run.startedAt, durationMs: 1, notRun: ['north', 'south'] }
  const { line, exitCode } = nagiosOf({ run, sites: [calm] })
  expect(exitCode).toBe(3)
  expect(line).toMatch(
    /^GATES UNKNOWN - calm: OK - .* north: UNKNOWN - not looked at: the run was interrupted before its turn south: UNKNOWN - /,
  )
})
