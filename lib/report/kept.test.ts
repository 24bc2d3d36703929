import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { exampleResult } from './example.ts'
import { readKept, runFolders } from './kept.ts'

const scratch = mkdtempSync(join(projectDir, 'reports/test-kept-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const startedAt = (time: string) => ({ ...exampleResult, run: { ...exampleResult.run, startedAt: time } })
const several = (...sites: readonly unknown[]) => ({
  schema: 'openstack-gates/results/v1',
  run: { id: 'r', startedAt: '2026-03-12T02:15:00.000Z', durationMs: 1 },
  verdict: 'fail',
  exitCode: 1,
  counts: exampleResult.counts,
  sites,
})
const notOurs = 'it is not an openstack-gates/result/v2 document'

test.each<[string, string | undefined, object]>([
  ['a run', JSON.stringify(exampleResult), { is: 'run', result: exampleResult }],
  ['several sites', JSON.stringify(several(exampleResult)), { is: 'sites', results: several(exampleResult) }],
  ['nothing', undefined, { is: 'absent' }],
  ['half a document', '{"schema":', { is: 'unreadable', why: 'it is not JSON' }],
  ['another version', '{"schema":"openstack-gates/result/v9"}', { is: 'unreadable', why: notOurs }],
  ['a run that began at no time', JSON.stringify(startedAt('yesterday')), { is: 'unreadable', why: notOurs }],
  ['several sites, of which one began at no time', JSON.stringify(several(startedAt(''))), { is: 'unreadable', why: notOurs }],
])('reads %s as what it is', (name, text, wanted) => {
  const file = join(scratch, `${name}.json`)
  if (text !== undefined) writeFileSync(file, text)
  expect(readKept(file)).toEqual(wanted)
})

test('lists folders of runs, newest first, and nothing where there is no folder', () => {
  const names = ['2026-03-11T02-15-00Z-00aa', '2026-03-12T02-15-00Z-00aa', 'notes', '.gone-2026-03-10T02-15-00Z-00aa']
  for (const name of names) mkdirSync(join(scratch, 'runs', name), { recursive: true })
  symlinkSync(names[0] ?? '', join(scratch, 'runs/latest'))
  expect(runFolders(join(scratch, 'runs'))).toEqual([join(scratch, 'runs', names[1] ?? ''), join(scratch, 'runs', names[0] ?? '')])
  expect(runFolders(join(scratch, 'not there'))).toEqual([])
})
