import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('run-environment')
afterAll(gates.remove)

/** bin/gates inside a shell command; its exit code is what the shell prints last. */
async function shell(command: string) {
  const env = { ...gates.environment, GATES: join(gates.project, 'bin/gates') }
  const { stdout, stderr } = await promisify(execFile)('/bin/sh', ['-c', command], { env })
  return { last: stdout.trim().split('\n').at(-1), stderr }
}

describe('a run', () => {
  test('needs nothing of its environment but HOME and a bare PATH', async () => {
    expect(
      await shell(
        'env -i HOME="$HOME" PATH=/usr/bin:/bin GATES_REPORT_DIR="$GATES_REPORT_DIR" "$GATES" run --phase 07 --replay >/dev/null; echo $?',
      ),
    ).toEqual({
      last: '0',
      stderr: '',
    })
  })

  test('is started from any folder, and through a link', async () => {
    const link = join(gates.scratch, 'gates-link')
    expect(await shell(`ln -s "$GATES" ${link}; cd /; ${link} run --phase 07 --replay >/dev/null; echo $?`)).toEqual({
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
    // a process reads its language once
    expect(await verdicts({ TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8' }, gates.start)).toEqual(here)
  })

  test('keeps its exit code when the reader has seen enough', async () => {
    const { last, stderr } = await shell('{ "$GATES" run --phase 07 --replay --json 2>/dev/null; echo $? >&3; } 3>&1 >/dev/null | cat; :')
    expect({ last, stderr }).toEqual({ last: '0', stderr: '' })
    const closed = await shell('exec 3>&1; { "$GATES" run --phase 07 --replay; echo $? >&3; } 2>&1 | true')
    expect(closed).toEqual({ last: '0', stderr: '' })
  })

  test('does not end in 0 when what it prints is lost', async () => {
    const full = await shell('"$GATES" run --phase 07 --replay >/dev/full; echo $?')
    expect(full.last).toBe('2')
    expect(full.stderr).toMatch(/^gates: stdout cannot be written: ENOSPC: no space left on device, write\n$/)
  })
})

describe('a run that is interrupted', () => {
  const path = (name: string) => join(gates.scratch, name)

  test.each([
    ['SIGINT', ['SIGINT']],
    ['SIGTERM', ['SIGTERM']],
    ['a lost SSH session', ['SIGHUP']],
    // The kernel and the login shell send one each.
    ['a lost terminal', ['SIGHUP', 'SIGHUP']],
    ['systemd with SendSIGHUP', ['SIGTERM', 'SIGHUP']],
  ] as const)('by %s ends with 130 and its reports, and no stack', async (_by, signals) => {
    const signal = signals.join('-')
    writeFileSync(path('juju'), `#!/bin/sh\ntouch '${path(signal)}'\nexec sleep 60\n`, { mode: 0o700 })
    writeFileSync(
      path('slow.yaml'),
      'name: slow\nnetworks: { n: { cidr: 10.12.4.0/22 } }\njuju: { command: ./juju }\nssh: { knownHosts: pins }\nkeystone: { address: 10.12.4.50 }\n',
    )
    const args = [
      'run',
      '--gate',
      'vip-primary-collision',
      '--site',
      path('slow.yaml'),
      '--report-dir',
      path(`reports-${signal}`),
      '--json',
    ]
    const child = spawn(join(gates.project, 'bin/gates'), args, { env: gates.environment })
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk) => (said.stdout += chunk))
    child.stderr.on('data', (chunk) => (said.stderr += chunk))
    await vi.waitUntil(() => existsSync(path(signal)), { timeout: 60_000, interval: 50 })
    const closed = once(child, 'close')
    for (const one of signals) {
      child.kill(one)
      await setTimeout(20)
    }
    const [code] = await closed

    expect(said.stdout, `exit ${code}: ${said.stderr}`).not.toBe('')
    const result = RunResult.parse(JSON.parse(said.stdout))
    expect({ code, exitCode: result.exitCode, interrupted: result.run.interrupted }).toEqual({
      code: 130,
      exitCode: 130,
      interrupted: true,
    })
    expect(result.gates.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'juju-login-fresh unknown',
      expect.stringMatching(/^vip-primary-collision (?:unknown|skip)$/),
    ])
    expect(said.stderr).toContain('gates: stopping, and taking back what was created. Ctrl-C again stops at once.')
    expect(said.stderr).not.toMatch(/^ {4}at /m)
    expect(readdirSync(path(`reports-${signal}/latest/`))).toEqual(
      expect.arrayContaining(['audit.jsonl', 'junit.xml', 'report.html', 'report.txt', 'result.json']),
    )
  })
})
