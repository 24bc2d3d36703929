import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { exampleResult } from './example.ts'
import { jsonReport } from './json.ts'
import { readPastRuns } from './past-runs.ts'
import type { RunResult } from './result.ts'

const scratch = mkdtempSync(join(tmpdir(), 'past-runs-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(scratch, 'reports-'))
})

function report(name: string, run: Partial<RunResult['run']> = {}): string {
  return file(`${name}/result.json`, jsonReport({ ...exampleResult, run: { ...exampleResult.run, id: name, ...run } }))
}

function file(name: string, text: string): string {
  mkdirSync(dirname(join(dir, name)), { recursive: true })
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

const ids = (path: string) => readPastRuns(path).runs.map(({ run }) => run.id)
const [first, second, third] = ['2026-03-10T02-15-00Z-0001', '2026-03-11T02-15-00Z-0002', '2026-03-12T02-15-00Z-0003']

test('the runs of a folder come newest first, by the time they began', () => {
  report(first, { startedAt: '2026-03-10T02:15:00Z' })
  report(third, { startedAt: '2026-03-12T02:15:00Z' })
  report(second, { startedAt: '2026-03-11T02:15:00Z' })
  symlinkSync(third, join(dir, 'latest'))
  expect(ids(dir)).toEqual([third, second, first])
})

test('one run is read from its folder, from the link to it and from its file', () => {
  const path = report(first)
  report(second)
  symlinkSync(first, join(dir, 'latest'))
  expect([dirname(path), join(dir, 'latest'), path].map(ids)).toEqual([[first], [first], [first]])
})

test('a replay is left out of many runs, and read where it is named', () => {
  report(first)
  const replay = report(second, { mode: 'replay' })
  expect([ids(dir), ids(replay)]).toEqual([[first], [second]])
})

test('a report that cannot be read costs none of the others, and is named', () => {
  report(first)
  file(`${second}/result.json`, '{"schema": "openstack-gates/res')
  file(`${third}/result.json`, JSON.stringify({ ...exampleResult, schema: 'openstack-gates/result/v1' }))
  expect(readPastRuns(dir).problems).toEqual([
    `${join(dir, third, 'result.json')} cannot be read as a report: it is not an openstack-gates/result/v2 document`,
    `${join(dir, second, 'result.json')} cannot be read as a report: it is not JSON`,
  ])
  expect(ids(dir)).toEqual([first])
})

test('a run without a time is not a report', () => {
  const path = report(first, { startedAt: 'yesterday' })
  expect(readPastRuns(path)).toEqual({
    runs: [],
    problems: [`${path} cannot be read as a report: it is not an openstack-gates/result/v2 document`],
  })
})

test('what a killed run left, and folders that are not runs, are passed over', () => {
  report(first)
  mkdirSync(join(dir, second))
  file('notes/result.json', 'mine')
  expect(readPastRuns(dir).problems).toEqual([])
  expect(ids(dir)).toEqual([first])
})

test('a run that is dated in the future hides no later run, and is named; asked for by its own path it is read', () => {
  report(first, { startedAt: '2026-03-10T02:15:00Z' })
  const path = report('2036-01-01T00-00-00Z-0009', { startedAt: '2036-01-01T00:00:00Z' })
  const { runs, problems } = readPastRuns(dir, new Date('2026-03-12T02:15:00Z'))
  expect(runs.map(({ run }) => run.id)).toEqual([first])
  expect(problems).toEqual([
    `${path} is left out: it is dated 2036-01-01 00:00 UTC, which is in the future: the clock was wrong then, or is wrong now`,
  ])
  expect(ids(path)).toEqual(['2036-01-01T00-00-00Z-0009'])
  report('2036-01-02T00-00-00Z-000a', { startedAt: '2036-01-02T00:00:00Z', mode: 'replay' })
  expect(readPastRuns(dir, new Date('2026-03-12T02:15:00Z')).problems).toEqual(problems)
})

test('an empty folder has no runs; a path that is not there is said by the system', () => {
  expect(readPastRuns(dir)).toEqual({ runs: [], problems: [] })
  expect(() => readPastRuns(join(dir, 'none'))).toThrow('ENOENT')
})

test('of a folder with a year of runs the newest sixty are read', () => {
  const names = Array.from({ length: 65 }, (_, index) => `2026-03-12T02-15-00Z-${String(index).padStart(4, '0')}`)
  for (const [index, name] of names.entries()) report(name, { startedAt: new Date(1_700_000_000_000 + index * 1000).toISOString() })
  expect(ids(dir)).toEqual(names.slice(5).reverse())
})
