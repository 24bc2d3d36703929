import { describe, expect, test } from 'vitest'
import { showArgs } from './show-args.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => showArgs.parse({ kind: 'command', exitCode, stdout, stderr })

test('show-args is asked as the login user, never as root', () => {
  expect(showArgs.argv).toEqual(['/etc/init.d/magnum-conductor', 'show-args'])
  expect(showArgs.sudo).toBeUndefined()
})

/** Every text here was printed by Debian's magnum-conductor 15.0.1-4. */
describe('show-args', () => {
  test('names the files and folders that the daemon would read', () => {
    const line =
      '/usr/bin/magnum-conductor --config-file=/etc/magnum/magnum.conf --config-dir /etc/magnum/magnum.conf.d --log-file=/var/log/magnum/magnum-conductor.log'
    expect(answered(0, `${line}\n`)).toEqual({
      args: line.split(' '),
      configFiles: ['/etc/magnum/magnum.conf'],
      configDirs: ['/etc/magnum/magnum.conf.d'],
      isEmpty: false,
    })
  })

  test('without /etc/default there is no folder', () => {
    const { configFiles, configDirs } = answered(
      0,
      '/usr/bin/magnum-conductor --config-file=/etc/magnum/magnum.conf --log-file=/var/log/magnum/magnum-conductor.log\n',
    )
    expect({ configFiles, configDirs }).toEqual({ configFiles: ['/etc/magnum/magnum.conf'], configDirs: [] })
  })

  test('with DAEMON_ARGS overwritten there is no file', () => {
    const { configFiles, configDirs } = answered(
      0,
      '/usr/bin/magnum-conductor --config-dir /etc/magnum/magnum.conf.d --log-file=/var/log/magnum/magnum-conductor.log\n',
    )
    expect({ configFiles, configDirs }).toEqual({ configFiles: [], configDirs: ['/etc/magnum/magnum.conf.d'] })
  })

  test('with the daemon missing it is empty, which is a fact', () => {
    expect(answered(0, '')).toEqual({ args: [], configFiles: [], configDirs: [], isEmpty: true })
  })

  test('with a quote left open in /etc/default it is a syntax error, which is a fact', () => {
    const stderr = '/etc/init.d/magnum-conductor: 2: /etc/default/magnum-conductor: Syntax error: Unterminated quoted string\n'
    expect(answered(2, '', stderr)).toEqual({
      args: [],
      configFiles: [],
      configDirs: [],
      isEmpty: false,
      syntaxError: '2: /etc/default/magnum-conductor: Syntax error: Unterminated quoted string',
    })
  })
})

describe('show-args is not understood', () => {
  test.each([
    [
      3,
      '',
      'Usage: /etc/init.d/magnum-conductor {start|stop}\n',
      'this init script has no show-args: it does not come from openstack-pkg-tools',
    ],
    [2, '', 'cannot open x\n', 'exited 2: cannot open x'],
    [0, 'hello\n', '', 'printed "hello", wanted a command line that begins with a path'],
    [0, '/usr/bin/a\n/usr/bin/b\n', '', 'printed 2 lines, wanted one; the first is "/usr/bin/a"'],
    [
      0,
      '/usr/bin/magnum-conductor --conf',
      '',
      'was cut short: the last line ends in "/usr/bin/magnum-conductor --conf", with no line feed',
    ],
  ])('exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
