import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Nightly } from '../phase/nightly.ts'
import { projectDir } from '../phase/project.ts'
import { examplePhases, exampleResult } from '../report/example.ts'
import { night } from './night.ts'
import { noteRefused, refusedTexts } from './troubles.ts'

const folder = mkdtempSync(join(projectDir, 'reports/test-night-'))
afterAll(() => rmSync(folder, { recursive: true }))

const nightOf = (run: Partial<typeof exampleResult.run>, exitCode: number) =>
  night({
    runId: 'r',
    folder,
    settings: Nightly.parse({}),
    phases: examplePhases,
    look: async () => ({ result: { ...exampleResult, run: { ...exampleResult.run, ...run }, exitCode } }),
    rotate: async () => undefined,
    say: () => undefined,
    show: () => undefined,
    onSecret: () => undefined,
  })

test('a run that was refused is reported until a night has come to its end, not only one that was stopped', async () => {
  noteRefused(folder, 'another run', new Date('2026-03-12T02:15:00Z'))
  expect(await nightOf({ interrupted: true }, 130)).toBe(130)
  expect(refusedTexts(folder)).toEqual(['The run of 2026-03-12 02:15 UTC did not start, since another was running: another run.'])
  expect(await nightOf({}, 1)).toBe(1)
  expect(refusedTexts(folder)).toEqual([])
})
