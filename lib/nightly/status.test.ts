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
