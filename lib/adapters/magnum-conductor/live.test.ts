import { describe, expect, test } from 'vitest'
import { conductorProcesses } from './live.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => conductorProcesses.parse({ kind: 'command', exitCode, stdout, stderr })

const args =
  '/usr/bin/python3 /usr/bin/magnum-conductor --config-file=/etc/magnum/magnum.conf --config-dir /etc/magnum/magnum.conf.d --log-file=/var/log/magnum/magnum-conductor.log'

describe('conductor processes', () => {
  test('are the parent and its workers, with start and command line', () => {
    const seen = answered(
      0,
      `    104       1 magnum S Sun Nov 22 10:29:53 2026 ${args}\n    106     104 magnum S Sun Nov  1 10:29:54 2026 ${args}\n    107     104 magnum S Sun Nov 22 10:29:54 2026 ${args}\n`,
    )
    expect(seen.map(({ pid, parentPid, isParent, startedAt }) => [pid, parentPid, isParent, startedAt.toISOString()])).toEqual([
      [104, 1, true, '2026-11-22T10:29:53.000Z'],
      [106, 104, false, '2026-11-01T10:29:54.000Z'],
      [107, 104, false, '2026-11-22T10:29:54.000Z'],
    ])
    expect(seen[0]).toMatchObject({
      args: args.split(' '),
      configFiles: ['/etc/magnum/magnum.conf'],
      configDirs: ['/etc/magnum/magnum.conf.d'],
    })
  })

  test('leave out the init script, which has the same name to the kernel', () => {
    const seen = answered(
      0,
      `    178     177 magnum S Sun Nov 22 10:30:09 2026 /bin/sh /etc/init.d/magnum-conductor show-args\n    104       1 magnum S Sun Nov 22 10:29:53 2026 ${args}\n`,
    )
    expect(seen.map(({ pid, isParent }) => [pid, isParent])).toEqual([[104, true]])
    // seen in the lab: a process that the script had just forked still had the script's name when ps looked, but another command line when ps read
    // that
    const forked =
      '   4297    4294 magnum S Sun Nov 22 15:43:50 2026 whoami\n   4298    4294 magnum S Sun Nov 22 15:43:50 2026 [magnum-conducto] <defunct>\n'
    expect(
      answered(0, `   4294    4271 magnum S Sun Nov 22 15:43:50 2026 /bin/sh /etc/init.d/magnum-conductor show-args\n${forked}`),
    ).toEqual([])
    expect(answered(0, forked)).toEqual([])
    expect(answered(0, '    178     177 magnum S Sun Nov 22 10:30:09 2026 /bin/sh /etc/init.d/magnum-conductor show-args\n')).toEqual([])
  })
})
