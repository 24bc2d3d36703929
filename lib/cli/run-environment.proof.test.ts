import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'
import { testInterrupted } from './test-interrupted.ts'
import { shell } from './test-shell.ts'

const gates = gatesFor('run-environment-proof')
afterAll(gates.remove)

describe('a run', () => {
  test('is started from any folder, and through a link', async () => {
    const link = join(gates.scratch, 'gates-link')
    expect(await shell(gates, `ln -s "$GATES" ${link}; cd /; ${link} run --phase 07 --replay >/dev/null; echo $?`)).toEqual({
      last: '0',
      stderr: '',
    })
  })

  test('comes to the same verdicts at the other end of the world', async () => {
    const verdicts = async (env: Readonly<Record<string, string>>, run = gates.run) => {
      const { stdout } = await run(['run', '--phase', 'all', '--replay', '--json'], { env })
      return RunResult.parse(JSON.parse(stdout)).gates.map(({ id, verdict, claims }) => ({ id, verdict, claims }))
    }
    const here = await verdicts({ TZ: 'UTC' })
    expect(here.length).toBeGreaterThan(8)
    expect(await verdicts({ TZ: 'Pacific/Auckland' })).toEqual(here)
    // started anew: a process reads its language only once
    expect(await verdicts({ TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8' }, gates.start)).toEqual(here)
  })

  test('keeps its exit code when the reader has seen enough', async () => {
    const { last, stderr } = await shell(
      gates,
      '{ "$GATES" run --phase 07 --replay --json 2>/dev/null; echo $? >&3; } 3>&1 >/dev/null | cat; :',
    )
    expect({ last, stderr }).toEqual({ last: '0', stderr: '' })
    const closed = await shell(gates, 'exec 3>&1; { "$GATES" run --phase 07 --replay; echo $? >&3; } 2>&1 | true')
    expect(closed).toEqual({ last: '0', stderr: '' })
  })

  test.runIf(process.getuid?.() === 0)('needs no home, and no folder of the suite that it may write', async () => {
    const own = join(gates.scratch, 'of-nobody')
    chmodSync(gates.scratch, 0o755)
    mkdirSync(own)
    chownSync(own, 65534, 65534)
    const run = `env HOME=/nonexistent XDG_CACHE_HOME= GATES_STATE_DIR=${own}/state "$GATES" run --phase 07 --replay --report-dir ${own}/reports`
    const { last, stderr } = await shell(gates, `setpriv --reuid 65534 --clear-groups ${run} >/dev/null; echo $?`)
    expect({ last, stderr }).toEqual({ last: '0', stderr: '' })
  })

  test('does not end in 0 when what it prints is lost', async () => {
    const full = await shell(gates, '"$GATES" run --phase 07 --replay >/dev/full; echo $?')
    expect(full.last).toBe('2')
    expect(full.stderr).toMatch(/^gates: stdout cannot be written: ENOSPC: no space left on device, write\n$/)
    const closed = await shell(gates, '"$GATES" run --phase 07 --replay --json >&-; echo $?')
    expect(closed.last).toBe('2')
    expect(closed.stderr).toMatch(/\ngates: stdout cannot be written: EBADF: bad file descriptor, write\n$/)
    const quiet = await shell(gates, '"$GATES" run --phase 07 --replay --quiet >&-; echo $?')
    expect(quiet).toEqual({ last: '0', stderr: '' })
  })

  test.runIf(process.getuid?.() === 0)('prints where /proc is not that of its own process namespace', async () => {
    const { last, stderr } = await shell(gates, 'unshare --pid --fork "$GATES" status --help | grep -c ^Usage; :')
    expect({ last, stderr }).toEqual({ last: '1', stderr: '' })
  })
})

testInterrupted(gates, [
  ['SIGTERM', ['SIGTERM']],
  ['a lost SSH session', ['SIGHUP']],
  // The kernel and the login shell send one each.
  ['a lost terminal', ['SIGHUP', 'SIGHUP']],
  ['systemd with SendSIGHUP', ['SIGTERM', 'SIGHUP']],
])
