import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { exampleResult } from '../report/example.ts'
import { jsonReport } from '../report/json.ts'
import { statusOf } from './status.ts'

const scratch = mkdtempSync(join(projectDir, 'reports/test-status-'))
afterAll(() => rmSync(scratch, { recursive: true }))

test('a green report that says no time cannot be of today: not known', () => {
  const folder = join(scratch, '2026-03-12T02-15-00Z-00aa')
  mkdirSync(folder)
  const green = {
    ...exampleResult,
    exitCode: 0,
    verdict: 'pass' as const,
    run: { ...exampleResult.run, site: 'prod', startedAt: 'this morning' },
  }
  writeFileSync(join(folder, 'result.json'), jsonReport(green))
  const now = new Date('2026-03-12T09:00:00Z')
  expect(statusOf({ site: 'prod', folder: join(scratch, 'state'), reportDir: scratch, maxAgeH: 26, now })).toEqual({
    exitCode: 3,
    unknown: 'there is no report of site prod that can be read',
    notes: [],
  })
})

function reportOf(name: string, startedAt: string, exitCode: number): string {
  const dir = mkdtempSync(join(scratch, 'reports-'))
  return addTo(dir, name, startedAt, exitCode)
}

function addTo(dir: string, name: string, startedAt: string, exitCode: number): string {
  mkdirSync(join(dir, name))
  const verdict = exitCode === 0 ? ('pass' as const) : ('fail' as const)
  const run = { ...exampleResult.run, id: name, site: 'prod', mode: 'live' as const, startedAt }
  writeFileSync(join(dir, name, 'result.json'), jsonReport({ ...exampleResult, exitCode, verdict, run }))
  return dir
}

test('a green report of a clock that was wrong does not stand for the red run after it', () => {
  const reportDir = reportOf('2036-01-01T00-00-00Z-0009', '2036-01-01T00:00:00.000Z', 0)
  addTo(reportDir, '2026-03-12T02-15-00Z-0001', '2026-03-12T02:15:00.000Z', 1)
  const asked = { site: 'prod', folder: join(scratch, 'none'), reportDir, maxAgeH: 26, now: new Date('2026-03-12T09:00:00Z') }
  expect(statusOf(asked)).toMatchObject({ exitCode: 1, last: { run: { id: '2026-03-12T02-15-00Z-0001' } } })
})

test.each([
  ['cut off', '{"schema": "openstack-gates/nightly/v1", "nights": [{"run": "a", "since"', 'it is not JSON'],
  ['of a newer version', '{"schema": "openstack-gates/nightly/v2"}', 'this version writes a different format'],
])('a state that is %s does not let a green report stand for a night that may have failed since', (_, text, why) => {
  const reportDir = reportOf('2026-03-12T02-15-00Z-0001', '2026-03-12T02:15:00.000Z', 0)
  const folder = mkdtempSync(join(scratch, 'state-'))
  writeFileSync(join(folder, 'state.json'), text)
  const asked = { site: 'prod', folder, reportDir, maxAgeH: 26, now: new Date('2026-03-12T09:00:00Z') }
  expect(statusOf(asked)).toMatchObject({
    exitCode: 3,
    unknown: `${folder}/state.json cannot be used (${why}), so how the last night ended is not known; the last complete run began at 2026-03-12 02:15 UTC, 7 h ago`,
  })
})
