/** A night under systemd, with the unchanged service and timer of contrib/. */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { gatesFor } from '../lib/cli/test-gates.ts'
import { peekState } from '../lib/nightly/state.ts'
import { projectDir } from '../lib/phase/project.ts'
import { leaveCgroup, makeCgroup } from './host/cgroup.ts'

const gates = gatesFor('systemd', { copied: true })
const path = (name: string) => join(gates.scratch, name)
afterAll(gates.remove)

/** The targets that systemd waits for before it starts a timer; here they are empty, without the machine's own units. */
const targets = ['default', 'sysinit', 'basic', 'shutdown', 'timers', 'time-set', 'time-sync', 'network-online']

test('a missed timer starts the night when the machine is back, as the operator, and a red run does not fail the unit', async () => {
  cpSync(join(projectDir, 'contrib/systemd'), path('units'), { recursive: true })
  for (const name of targets)
    writeFileSync(
      path(`units/${name}.target`),
      `[Unit]\nDescription=${name}\nDefaultDependencies=no\n${name === 'default' ? 'Wants=gates-nightly.timer\n' : ''}`,
    )
  const site = readFileSync(join(gates.project, 'sites/example.yaml'), 'utf8')
  writeFileSync(join(gates.project, 'sites/prod.yaml'), site.replace(/^name: .*$/m, 'name: prod'))
  // When the timer last ran, as systemd stores it for Persistent=true.
  const stamp = path('lib/systemd/timers/stamp-gates-nightly.timer')
  mkdirSync(path('lib/systemd/timers'), { recursive: true })
  writeFileSync(stamp, '')
  const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 3600
  utimesSync(stamp, twoDaysAgo, twoDaysAgo)

  const cgroup = makeCgroup('nightly')
  const boot =
    'echo $$ > "$0/cgroup.procs"; exec unshare --mount --pid --cgroup --net --uts --ipc --fork --kill-child --mount-proc /bin/sh "$1" "$2"'
  const systemd = spawn('/bin/sh', ['-c', boot, cgroup, join(projectDir, 'lab/services/cron/systemd.sh'), gates.scratch], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const state = path('lib/openstack-gates/prod')
  try {
    await vi.waitUntil(() => peekState(state)?.nights.length === 1 && !readdirSync(state).includes('running.json'), {
      timeout: 240_000,
      interval: 500,
    })
    await vi.waitUntil(() => unit(systemd.pid).includes('ActiveState=inactive'), { timeout: 30_000, interval: 500 })
    expect(unit(systemd.pid)).toBe('Result=success\nExecMainStatus=1\nActiveState=inactive\n')
    const files = ['service', 'timer'].map((kind) => path(`units/gates-nightly.${kind}`))
    expect(inside(systemd.pid, ['systemd-analyze', 'verify', ...files])).toEqual({ status: 0, stdout: '', stderr: '' })
  } finally {
    systemd.kill('SIGKILL')
    await leaveCgroup('nightly')
  }
  expect(peekState(state)?.nights.map(({ ended, exitCode }) => [ended, exitCode])).toEqual([['whole', 1]])
}, 400_000)

function unit(unshare: number | undefined): string {
  return inside(unshare, ['systemctl', 'show', '--property=Result,ExecMainStatus,ActiveState', 'gates-nightly.service']).stdout
}

/** Runs a command in the namespaces where systemd is PID 1; that PID 1 is the child of unshare. */
function inside(unshare: number | undefined, command: readonly string[]) {
  const [child = ''] = readFileSync(`/proc/${unshare}/task/${unshare}/children`, 'utf8').split(' ')
  const { status, stdout, stderr } = spawnSync('nsenter', [`--target=${child}`, '--mount', '--pid', ...command], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', SYSTEMD_UNIT_PATH: path('units') },
  })
  return { status, stdout, stderr }
}
