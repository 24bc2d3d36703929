import { expect, test } from 'vitest'
import { processes } from './workers.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => processes.parse({ kind: 'command', exitCode, stdout, stderr })

/** nginx 1.22.1 while a request of before the reload is under way. */
const reloading = `     15       1 Sun Nov 22 12:30:17 2026 nginx: master process nginx
     16      15 Sun Nov 22 12:30:17 2026 nginx: worker process is shutting down
     28      15 Sun Nov 22 12:30:19 2026 nginx: worker process
     29      15 Sun Nov 22 12:30:19 2026 nginx: cache manager process
`

test('each process says what it is for', () => {
  expect(answered(0, reloading).map(({ pid, parentPid, role }) => [pid, parentPid, role])).toEqual([
    [15, 1, 'master'],
    [16, 15, 'draining'],
    [28, 15, 'worker'],
    [29, 15, 'other'],
  ])
  expect(answered(0, reloading)[1]?.started).toEqual(new Date('2026-11-22T12:30:17Z'))
})

test('no nginx runs', () => {
  expect(answered(1, '')).toEqual([])
})
