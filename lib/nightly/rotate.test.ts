import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { exampleResult } from '../report/example.ts'
import { jsonReport } from '../report/json.ts'
import { rotateReports } from './rotate.ts'

const scratch = mkdtempSync(join(projectDir, 'reports/test-rotate-'))
afterAll(() => rmSync(scratch, { recursive: true }))
let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(scratch, 'd-'))
})

const now = new Date('2026-03-31T12:00:00Z')
const id = (day: number, tail = '0000') => `2026-03-${String(day).padStart(2, '0')}T02-15-00Z-${tail}`

function report(name: string, { site = 'prod', interrupted = false } = {}): void {
  mkdirSync(join(dir, name))
  const run = { ...exampleResult.run, id: name, site, ...(interrupted ? { interrupted } : {}) }
  writeFileSync(join(dir, name, 'result.json'), jsonReport({ ...exampleResult, run }))
}

const rotate = (runs: number, days: number) => rotateReports({ dir, site: 'prod', keep: { runs, days }, now })
const left = () => readdirSync(dir).toSorted()

test('removes what is both beyond so many newer ones and older than so many days', async () => {
  for (const day of [1, 2, 29, 30, 31]) report(id(day))
  expect(await rotate(4, 10)).toEqual([id(1)])
  expect(await rotate(2, 10)).toEqual([id(2)])
  expect(left()).toEqual([id(29), id(30), id(31)])
})

test('never removes the last one that is whole', async () => {
  report(id(1))
  report(id(2), { interrupted: true })
  for (const day of [3, 4]) mkdirSync(join(dir, id(day)))
  expect(await rotate(1, 1)).toEqual([id(3), id(2)])
  expect(left()).toEqual([id(1), id(4)])
})

test('never removes what is not a folder of a run, another site’s, or one in which somebody keeps something', async () => {
  report(id(31))
  report(id(1), { site: 'other' })
  report(id(2))
  writeFileSync(join(dir, id(2), 'my-notes.txt'), 'mine')
  report(id(3))
  writeFileSync(join(dir, id(3), 'result.json'), '{"schema":"openstack-gates/result/v9"}')
  mkdirSync(join(dir, 'archive-2026'))
  symlinkSync('archive-2026', join(dir, id(4)))
  writeFileSync(join(dir, id(5)), 'a file')
  const before = left()
  expect(await rotate(1, 1)).toEqual([])
  expect(left()).toEqual(before)
})

test.each(['report.txt', 'junit.xml', 'result.json', 'report.html', 'ctrf.json', 'audit.jsonl'])(
  'removes what a run left that was killed while it wrote its %s',
  async (file) => {
    report(id(31))
    mkdirSync(join(dir, id(1)))
    writeFileSync(join(dir, id(1), `.${file}.4711-9f3ac01d`), 'half')
    expect(await rotate(1, 1)).toEqual([id(1)])
  },
)

test('ends what a run began that was killed while it removed a report', async () => {
  mkdirSync(join(dir, `.gone-${id(1)}`, 'evidence'), { recursive: true })
  await rotate(30, 30)
  expect(left()).toEqual([])
})

test('a link in a report leads nowhere: what it points at stays', async () => {
  mkdirSync(join(dir, 'precious'))
  writeFileSync(join(dir, 'precious/file'), 'x')
  report(id(31))
  report(id(1))
  symlinkSync('../precious', join(dir, id(1), 'evidence'))
  expect(await rotate(1, 1)).toEqual([id(1)])
  expect(existsSync(join(dir, 'precious/file'))).toBe(true)
})
