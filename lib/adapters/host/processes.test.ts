import { describe, expect, test } from 'vitest'
import { processesOf } from './processes.ts'

const answered = (exitCode: number, stdout: string, stderr = '') =>
  processesOf('haproxy', (all) => all).parse({ kind: 'command', exitCode, stdout, stderr })

test('a process has its parent, its start and its command line', () => {
  expect(answered(0, '   3671       1 Thu Nov  5 09:00:00 2026 /usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg\n')).toEqual([
    {
      pid: 3671,
      parentPid: 1,
      started: new Date('2026-11-05T09:00:00Z'),
      commandLine: '/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg',
    },
  ])
})

test('none is a fact: ps exits 1 in silence', () => {
  expect(answered(1, '')).toEqual([])
})

describe('processes are not understood', () => {
  test.each([
    [1, '', 'error: unsupported option\n', 'exited 1: error: unsupported option'],
    [0, '', '', 'printed nothing'],
    [0, 'COMMAND\n', '', 'has the line "COMMAND", wanted pid, parent, start and command line'],
    [0, '  104   1 15.11.2026 09:10 x\n', '', 'has the line "  104   1 15.11.2026 09:10 x", wanted pid, parent, start and command line'],
    [
      0,
      '  104   1 Sun Nov 22 10:29:53 2026 \n',
      '',
      'has the line "  104   1 Sun Nov 22 10:29:53 2026 ", wanted pid, parent, start and command line',
    ],
    [0, '  104   1   16 /usr/bin/pyth', '', 'was cut short: the last line ends in "  104   1   16 /usr/bin/pyth", with no line feed'],
  ])('exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
