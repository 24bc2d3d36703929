import { describe, expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import type { CommandAnswer } from '../../transport/question.ts'
import { createMagnum } from './index.ts'

const unit = { name: 'magnum/0', address: '10.12.4.54', application: 'magnum', lost: false }
const line = '/usr/bin/magnum-conductor --config-file=/etc/magnum/magnum.conf --config-dir /etc/magnum/magnum.conf.d'
const assignment = 'DAEMON_ARGS="$DAEMON_ARGS --config-dir /etc/magnum/magnum.conf.d"'

type Answers = Readonly<Record<string, Partial<CommandAnswer>>>

const healthy: Answers = {
  stat: { stdout: '644 root:root 1795341673 68\n' },
  cat: { stdout: `# DAEMON_ARGS="nothing"\n${assignment}\n` },
  '/etc/init.d/magnum-conductor': { stdout: `${line}\n` },
  ps: {
    stdout: `    104       1 magnum S Sun Nov 22 10:29:53 2026 /usr/bin/python3 ${line}\n    106     104 magnum S Sun Nov 22 10:29:54 2026 /usr/bin/python3 ${line}\n`,
  },
  systemctl: { stdout: 'MainPID=104\nNRestarts=0\nActiveState=active\nSubState=running\nResult=success\nLoadState=loaded\n' },
  date: { stdout: '1795343410\n' },
  env: { stdout: '/usr/bin/helm\nv3.17.3+ge4da497\n' },
  grep: { stdout: 'PATH=/sbin:/usr/sbin:/bin:/usr/bin\0' },
}

/** A unit that answers each program like this. */
function magnumOn(answers: Answers) {
  const asked: string[] = []
  const ask: Ask = async (question) => {
    if (question.kind !== 'command') throw new Error('a command was expected')
    asked.push(question.argv.join(' '))
    return {
      kind: 'command',
      exitCode: 0,
      stdout: '',
      stderr: '',
      ...answers[question.argv.includes('ps') ? 'ps' : (question.argv[0] ?? '')],
    }
  }
  return { magnum: createMagnum(ask), asked }
}

describe('a conductor', () => {
  test('is known by four witnesses', async () => {
    const { magnum } = magnumOn(healthy)
    const conductor = await magnum.conductor(unit)
    expect(conductor.defaults).toEqual({
      appends: true,
      exists: true,
      mode: '0644',
      owner: 'root:root',
      modifiedS: 1795341673,
      sizeBytes: 68,
      content: `# DAEMON_ARGS="nothing"\n${assignment}\n`,
      assignments: [assignment],
      configDirs: ['/etc/magnum/magnum.conf.d'],
      hasCarriageReturn: false,
    })
    expect(conductor.showArgs.configDirs).toEqual(['/etc/magnum/magnum.conf.d'])
    expect([conductor.processes.map(({ pid }) => pid), conductor.ageS]).toEqual([[104, 106], 17])
    expect(conductor.service.restarts).toBe(0)
  })

  test('without /etc/default says so', async () => {
    const stderr = "stat: cannot statx '/etc/default/magnum-conductor': No such file or directory\n"
    const { magnum, asked } = magnumOn({ ...healthy, stat: { exitCode: 1, stderr } })
    expect((await magnum.conductor(unit)).defaults).toEqual({ exists: false })
    expect(asked).not.toContain('cat /etc/default/magnum-conductor')
  })

  test('with a private /etc/default is not read with more rights: the mode tells', async () => {
    const { magnum, asked } = magnumOn({ ...healthy, stat: { stdout: '600 root:root 1795341673 68\n' } })
    expect((await magnum.conductor(unit)).defaults).toEqual({
      exists: true,
      mode: '0600',
      owner: 'root:root',
      modifiedS: 1795341673,
      sizeBytes: 68,
    })
    expect(asked).not.toContain('cat /etc/default/magnum-conductor')
  })

  test.each([
    ['stat', { exitCode: 1, stderr: 'stat: cannot statx: Permission denied\n' }, 'exited 1: stat: cannot statx: Permission denied'],
    ['stat', { stdout: '644 root:root\n' }, 'printed "644 root:root", wanted mode, owner, time and size'],
    ['cat', { stdout: '' }, 'printed nothing of 68 bytes'],
    ['cat', { exitCode: 1, stderr: 'cat: gone\n' }, 'cat: gone'],
    ['ps', { stdout: '' }, 'printed nothing'],
    ['systemctl', { exitCode: 1, stderr: 'System has not been booted with systemd\n' }, 'System has not been booted with systemd'],
  ])('with a %s that answers %j could not be looked at', async (program, answer, message) => {
    const { magnum } = magnumOn({ ...healthy, [program]: answer })
    const { seen, silent } = await magnum.sweep([unit])
    expect(seen).toEqual([])
    expect(silent).toEqual([expect.objectContaining({ at: 'magnum/0', saw: expect.stringContaining(message) })])
  })
})

test('every unit of a sweep is named', async () => {
  const { magnum } = magnumOn(healthy)
  const { units, seen, silent } = await magnum.helms([unit, { ...unit, name: 'magnum/1' }])
  expect({ units, silent }).toEqual({ units: ['magnum/0', 'magnum/1'], silent: [] })
  expect(seen).toEqual([
    { unit: 'magnum/0', helm: { path: '/usr/bin/helm', version: '3.17.3' } },
    { unit: 'magnum/1', helm: { path: '/usr/bin/helm', version: '3.17.3' } },
  ])
})

test('the live PATH is asked of the process that systemd started', async () => {
  const { magnum, asked } = magnumOn(healthy)
  expect(await magnum.livePaths(unit)).toEqual([{ pid: 104, folders: ['/sbin', '/usr/sbin', '/bin', '/usr/bin'] }])
  expect(asked.at(-1)).toBe('grep -z ^PATH= /proc/104/environ')
})

describe('a process that another account calls magnum-conductor', () => {
  const other = '     99       1 magnum S Sun Nov 22 10:00:00 2026 /tmp/evil/python3 /tmp/evil/magnum-conductor\n'
  const stopped = 'MainPID=0\nNRestarts=0\nActiveState=inactive\nSubState=dead\nResult=success\nLoadState=loaded\n'

  test('is not heard beside the service', async () => {
    const { magnum, asked } = magnumOn({ ...healthy, ps: { stdout: other + healthy.ps?.stdout } })
    const { processes, ageS } = await magnum.conductor(unit)
    expect([processes.map(({ pid }) => pid), ageS]).toEqual([[104, 106], 17])
    expect((await magnum.livePaths(unit)).map(({ pid }) => pid)).toEqual([104])
    expect(asked.filter((line) => line.startsWith('grep'))).toEqual(['grep -z ^PATH= /proc/104/environ'])
  })

  test('is not a conductor without the service, and its environment is not read', async () => {
    const { magnum, asked } = magnumOn({ ...healthy, ps: { stdout: other }, systemctl: { stdout: stopped } })
    expect((await magnum.conductor(unit)).processes).toEqual([])
    const { seen, silent } = await magnum.livePathsOf([unit])
    expect({ seen, saw: silent.map(({ saw }) => saw) }).toEqual({
      seen: [],
      saw: [expect.stringContaining('a magnum-conductor runs, but systemd did not start it')],
    })
    expect(asked.filter((line) => line.startsWith('grep'))).toEqual([])
  })

  test('does not hide that a service restarts: then its own state tells', async () => {
    const { magnum } = magnumOn({ ...healthy, systemctl: { stdout: healthy.systemctl?.stdout?.replace('104', '108') ?? '' } })
    expect((await magnum.conductor(unit)).processes.map(({ pid }) => pid)).toEqual([104, 106])
  })
})
