import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { changeWindows, readWindows, type Window } from './store.ts'

const scratch = mkdtempSync(join(projectDir, 'reports/test-windows-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const now = new Date('2026-03-12T02:15:00Z')
const windowOf = (id: string): Window => ({
  id,
  openedAt: now.toISOString(),
  until: '2026-03-12T04:15:00Z',
  phases: ['05-octavia'],
  reason: 'new disks',
  by: 'operator',
})

test('of windows that are opened at the same time none is lost, nor is one that is closed meanwhile still open', async () => {
  const file = join(scratch, 'prod/windows.json')
  const ids = ['w-0001', 'w-0002', 'w-0003', 'w-0004']
  await Promise.all(ids.map((id) => changeWindows(file, now, (windows) => [...windows, windowOf(id)])))
  expect(readWindows(file).map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
  await Promise.all([
    changeWindows(file, now, (windows) => windows.filter(({ id }) => id !== 'w-0002')),
    changeWindows(file, now, (windows) => [...windows, windowOf('w-0005')]),
  ])
  expect(
    readWindows(file)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(['w-0001', 'w-0003', 'w-0004', 'w-0005'])
})
