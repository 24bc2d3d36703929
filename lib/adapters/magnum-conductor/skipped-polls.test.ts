import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { skippedPolls } from './skipped-polls.ts'

const answered = (stdout: string, exitCode = 0, stderr = '') => skippedPolls.parse({ kind: 'command', exitCode, stdout, stderr })

const demo = '3c1f0b52-9d47-4f7e-8f0a-6f2b1f6c9e11'
const other = '8e0d6a35-2f1c-4b7a-9c44-0d5e6f7a8b9c'
/** As magnum 15.0.1 with magnum-capi-helm 1.4.0 wrote it. */
const refused = (time: string, cluster = demo) =>
  `${time} 18896 WARNING magnum.service.periodic [None req-310a6ad6-7f3a-48da-bb65-74445485aea0 - - - - - -] Skip pulling data from cluster ${cluster} due to error: 401 Client Error: Unauthorized for url: https://10.12.4.210:6443/apis/x: requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://10.12.4.210:6443/apis/x\n`
const missing = `2026-11-28 17:26:19.986 18581 WARNING magnum.service.periodic [None req-20461ec0-c7a8-4450-9453-8a07f21dd110 - - - - - -] Skip pulling data from cluster ${other} due to error: [Errno 2] No such file or directory: '/etc/magnum/kubeconfig': FileNotFoundError: [Errno 2] No such file or directory: '/etc/magnum/kubeconfig'\n`

describe('the log of a conductor', () => {
  test('that has skipped no poll prints the time alone', () => {
    expect(answered('2026-11-28 17:26:49\n')).toEqual({ skipped: [] })
  })

  test('shows the last skipped poll of each cluster, when it was by the unit’s own clock, and why', () => {
    const lines = refused('2026-11-28 17:25:47.190') + missing + refused('2026-11-28 17:26:47.190')
    expect(answered(`2026-11-28 17:26:49\n${lines}`)).toEqual({
      skipped: [
        { cluster: demo, agoS: 2, reason: '401 Client Error: Unauthorized for url: https://10.12.4.210:6443/apis/x' },
        { cluster: other, agoS: 30, reason: "[Errno 2] No such file or directory: '/etc/magnum/kubeconfig'" },
      ],
    })
  })

  test('may be ahead of a clock that was put back', () => {
    expect(answered(`2026-11-28 16:26:47\n${refused('2026-11-28 17:26:47.190')}`).skipped[0]?.agoS).toBe(-3600)
  })

  test('gives at most 200 characters of a reason, and says so when there is none', () => {
    const line = (error: string) => `2026-11-28 17:26:47.190 1 WARNING m Skip pulling data from cluster ${demo} due to error: ${error}\n`
    expect(answered(`2026-11-28 17:26:49\n${line('x'.repeat(300))}`).skipped[0]?.reason).toBe('x'.repeat(200))
    expect(answered(`2026-11-28 17:26:49\n${line(': KeyError: ')}`).skipped[0]?.reason).toBe('without a reason')
  })

  test('that is not read says why', () => {
    const stderr = "head: cannot open '/var/log/magnum/magnum-conductor.log' for reading: Permission denied\n"
    expect(answered('2026-11-28 17:26:49\n', 1, stderr)).toEqual({ skipped: [], unread: stderr.trim() })
  })
})

describe('is not understood', () => {
  test.each([
    ['', 0, 'printed nothing'],
    ['2026-11-28 17:26:49', 0, 'was cut short: the last line ends in "2026-11-28 17:26:49", with no line feed'],
    ['Sat Nov 28\n', 0, 'printed "Sat Nov 28", wanted the time first'],
    ['2026-13-28 17:26:49\n', 0, 'printed "2026-13-28 17:26:49", wanted the time first'],
    ['2026-11-28 17:26:49\n', 1, 'exited 1: it printed no reason'],
    [
      `2026-11-28 17:26:49\nSkip pulling data from cluster ${demo} due to error: 401\n`,
      0,
      `has the line "Skip pulling data from cluster ${demo} due to error: 401", wanted a time, a cluster’s UUID and an error`,
    ],
    [
      '2026-11-28 17:26:49\n2026-11-28 17:26:47.190 Skip pulling data from cluster 7 due to error: 401\n',
      0,
      'has the line "2026-11-28 17:26:47.190 Skip pulling data from cluster 7 due to error: 401", wanted a time, a cluster’s UUID and an error',
    ],
  ])('%j, exit %i', (stdout, exitCode, message) => {
    expect(() => answered(stdout, exitCode)).toThrow(message)
  })
})

/** The script itself, with the log in another place. */
describe('the script', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'polls-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const log = () => join(dir, 'magnum-conductor.log')
  function run() {
    const [shell = '', ...args] = skippedPolls.argv.map((word) => word.replace('/var/log/magnum', dir))
    const { status, stdout, stderr } = spawnSync(shell, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
    return skippedPolls.parse({ kind: 'command', exitCode: status ?? -1, stdout, stderr })
  }

  test('finds the lines in the log and in the one before it, and prints nothing else of them', () => {
    writeFileSync(`${log()}.1`, `${refused('2026-11-28 17:25:47.190', other)}a secret\n`)
    writeFileSync(log(), `2026-11-28 17:26:00.000 1 INFO m another secret\n${refused('2026-11-28 17:26:47.190')}  Traceback\n`)
    expect(run().skipped.map(({ cluster }) => cluster)).toEqual([other, demo])
  })

  test('reads a log without any, also one that was rotated and is empty since', () => {
    writeFileSync(log(), '2026-11-28 17:26:00.000 1 INFO m Starting server in PID 1\n')
    expect(run()).toEqual({ skipped: [] })
    writeFileSync(`${log()}.1`, '2026-11-28 17:26:00.000 1 INFO m Starting server in PID 1\n')
    writeFileSync(log(), '')
    expect(run()).toEqual({ skipped: [] })
  })

  test('says that the log is missing or empty', () => {
    expect(run().unread).toBe(`head: cannot open '${log()}' for reading: No such file or directory`)
    writeFileSync(log(), '')
    expect(run().unread).toBe(`${log()} is empty`)
  })
})
