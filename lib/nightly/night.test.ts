import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Nightly } from '../phase/nightly.ts'
import { projectDir } from '../phase/project.ts'
import { examplePhases, exampleResult } from '../report/example.ts'
import { type NightOptions, night } from './night.ts'
import { readState, writeState } from './state.ts'
import { noteRefused, refusedTexts } from './troubles.ts'

const folder = mkdtempSync(join(projectDir, 'reports/test-night-'))
afterAll(() => rmSync(folder, { recursive: true }))

const nightOf = (run: Partial<typeof exampleResult.run>, exitCode: number, more: Partial<NightOptions> = {}) =>
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
    ...more,
  })

test('a run that was refused is reported until a night has come to its end, not only one that was stopped', async () => {
  noteRefused(folder, 'another run', new Date('2026-03-12T02:15:00Z'))
  expect(await nightOf({ interrupted: true }, 130)).toBe(130)
  expect(refusedTexts(folder)).toEqual(['The run of 2026-03-12 02:15 UTC did not start, since another was running: another run.'])
  expect(await nightOf({}, 1)).toBe(1)
  expect(refusedTexts(folder)).toEqual([])
})

test('a folder that can no longer be changed at the end of the night costs a sentence, not the exit code', async () => {
  const said: string[] = []
  const own = mkdtempSync(join(folder, 'stuck-'))
  const look = async () => {
    // A folder stands for a file that the system does not let us remove.
    for (const name of ['running.json', 'refused-spoken.jsonl']) {
      rmSync(join(own, name), { force: true })
      mkdirSync(join(own, name, 'x'), { recursive: true })
    }
    return { result: { ...exampleResult, exitCode: 1 } }
  }
  expect(await nightOf({}, 1, { folder: own, look, say: (sentence) => said.push(sentence) })).toBe(1)
  expect(said).toEqual([
    expect.stringMatching(/refused-spoken\.jsonl cannot be removed: .+\. The next run reports the same refused runs again$/),
    expect.stringMatching(/^running\.json in .+ cannot be removed: .+\. The next run will take this one for a killed run$/),
  ])
})

test('a sign of life is not put off by a notice from a clock that was wrong', async () => {
  const own = mkdtempSync(join(folder, 'life-'))
  const noticedAt = async (at: string) => {
    await writeState(own, { schema: 'openstack-gates/nightly/v1', nights: [], open: {}, outbox: [], noticedAt: at })
    const green = { ...exampleResult, gates: [], exitCode: 0, verdict: 'pass' as const }
    await nightOf({}, 0, { folder: own, look: async () => ({ result: green }) })
    return readState(own).state.noticedAt
  }
  expect(await noticedAt('2096-01-01T00:00:00.000Z')).not.toBe('2096-01-01T00:00:00.000Z')
  const justNow = new Date().toISOString()
  expect(await noticedAt(justNow)).toBe(justNow)
})

test('a state that cannot be used is set aside beside those that were set aside before', () => {
  const own = mkdtempSync(join(folder, 'aside-'))
  for (const text of ['one', 'two', 'three']) {
    writeFileSync(join(own, 'state.json'), text)
    readState(own)
  }
  expect(readdirSync(own).toSorted()).toEqual(['state.json.unusable', 'state.json.unusable-2', 'state.json.unusable-3'])
})
