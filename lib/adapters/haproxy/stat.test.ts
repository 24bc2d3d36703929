import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { showStat } from './stat.ts'

/** Printed by haproxy 2.6.12: plain checks against apache's TLS, and the same with check-ssl. */
const d045 = capture('d045-apache.csv')
/** The same haproxy after `set server … state drain` and `maint`, with a check in flight. */
const maint = capture('maint.csv')

const { parse } = showStat('keystone/1')

describe('show stat', () => {
  test('is asked of the socket by socat itself, through sudo, with no shell', () => {
    const { argv, sudo } = showStat('keystone/1')
    expect({ argv, sudo }).toEqual({
      argv: ['socat', '-t', '10', 'EXEC:echo show stat!!STDOUT', 'UNIX-CONNECT:/var/run/haproxy/admin.sock'],
      sudo: true,
    })
  })

  test('a plain check against TLS is DOWN with the reason haproxy gives', () => {
    expect(parse(printed(d045))).toEqual([
      {
        backend: 'apache_tls_plaincheck',
        server: 'heat-0',
        status: 'DOWN',
        state: 'down',
        lastCheck: 'L7STS 400 Bad Request',
        sinceS: 2,
        address: '127.0.4.5:9443',
      },
      {
        backend: 'apache_tls_sslcheck',
        server: 'heat-0',
        status: 'UP',
        state: 'up',
        lastCheck: 'L7OK 200',
        sinceS: 2,
        address: '127.0.4.5:9443',
      },
    ])
  })

  test('drained, in maintenance, unchecked and mid-check servers are told apart', () => {
    expect(parse(printed(maint)).map(({ server, status, state, lastCheck }) => [server, status, state, lastCheck])).toEqual([
      ['glance-0', 'UP', 'up', 'L7OK'],
      ['glance-1', 'DRAIN', 'operator', 'L7OK 200'],
      ['glance-2', 'DOWN', 'down', 'L4CON Connection refused'],
      ['heat-0', 'DOWN', 'down', ''],
      ['heat-1', 'DOWN', 'down', 'SOCKERR'],
      ['plain-0', 'MAINT', 'operator', ''],
      ['nochk-0', 'no check', 'unproven', ''],
      ['dead-0', 'DOWN', 'down', 'L4CON Connection refused'],
    ])
  })

  test('a summary row is no server even with the type of one', () => {
    const odd = table(['f', 'FRONTEND', 'OPEN', '', '2', '', '', '', ''], ['b', 'a-0', 'UP', '5', '2', 'L7OK', '200', '', ''])
    expect(parse(printed(odd)).map(({ server }) => server)).toEqual(['a-0'])
  })

  test('a listener row is no server', () => {
    const odd = table(['f', 'sock-1', 'OPEN', '', '3', '', '', '', ''], ['b', 'a-0', 'UP', '5', '2', 'L7OK', '200', '', ''])
    expect(parse(printed(odd)).map(({ server }) => server)).toEqual(['a-0'])
  })

  test('columns are found by name, wherever they are', () => {
    const shuffled =
      '# pxname,last_chk,check_code,check_status,type,lastchg,status,tracked,svname,\nb,Bad Request,400,L7STS,2,7,DOWN,,a-0,\n\n'
    expect(parse(printed(shuffled))).toEqual([
      { backend: 'b', server: 'a-0', status: 'DOWN', state: 'down', lastCheck: 'L7STS 400 Bad Request', sinceS: 7 },
    ])
  })

  test('quoted fields keep their commas and quotes; a line break becomes a space', () => {
    const [server] = parse(printed(table(['b', 'a-0', 'DOWN', '5', '2', 'L7RSP', '', '"said ""no"", then\nhung up"', ''])))
    expect(server?.lastCheck).toBe('L7RSP said "no", then hung up')
  })

  test('what the agent said explains a DOWN by the agent', () => {
    const csv =
      '# pxname,svname,status,lastchg,tracked,type,check_status,check_code,last_chk,agent_status,agent_code,last_agt,\nb,a-0,DOWN (agent),5,,2,L7OK,200,,L7STS,0,down by operator,\n\n'
    expect(parse(printed(csv))[0]).toMatchObject({ state: 'down', lastCheck: 'L7STS 0 down by operator' })
  })
})

describe('show stat is not understood', () => {
  test.each([
    ['header only', table(), 'haproxy runs but has no backend servers'],
    ['no server rows', table(['f', 'FRONTEND', 'OPEN', '', '0', '', '', '', '']), 'haproxy runs but has no backend servers'],
    ['a missing column', '# pxname,svname,type,status,\nb,a-0,2,UP,\n\n', 'has no column check_status'],
    [
      'an unknown status',
      table(['b', 'a-0', 'NAPPING', '5', '2', 'L7OK', '', '', '']),
      'shows a server with the status "NAPPING", which no known haproxy prints',
    ],
    [
      'an unknown row',
      table(['b', 'a-0', 'UP', '5', '9', 'L7OK', '', '', '']),
      'has a row b/a-0 of type "9", which is neither server nor summary',
    ],
    ['a time that is no number', table(['b', 'a-0', 'UP', '-5', '2', 'L7OK', '', '', '']), 'has "-5" in column lastchg, wanted a number'],
    ['no closing line', d045.trimEnd(), "was cut short: haproxy's closing empty line is missing"],
    ['another text', 'Name: HAProxy\n\n', 'begins with "Name: HAProxy\\n\\n", wanted the header "# pxname,…"'],
  ])('with %s', (_, stdout, message) => {
    expect(() => parse(printed(stdout))).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test('with a short row', () => {
    expect(() => parse(printed(`${table().trimEnd()}\nb,a-0,UP\n\n`))).toThrow('has a row that does not fit its header')
  })
})

describe('a socket that cannot be asked', () => {
  /** Printed by socat 1.7.4.4; the paths are the charm's. */
  const socat = (error: string) => `2026/11/22 10:01:41 socat[23216] E connect(, AF=1 "/var/run/haproxy/admin.sock", 29): ${error}\n`

  test.each([
    [
      'missing',
      socat('No such file or directory'),
      'unreachable',
      'keystone/1: there is no /var/run/haproxy/admin.sock: haproxy is not running, or was set up without an admin socket',
      'systemctl status haproxy',
    ],
    [
      'refused',
      socat('Connection refused'),
      'unreachable',
      'keystone/1: nobody listens on /var/run/haproxy/admin.sock: haproxy died and left its socket behind',
      'systemctl status haproxy',
    ],
    [
      'full',
      socat('Interrupted system call'),
      'unreachable',
      'keystone/1: haproxy is too busy to take a question on /var/run/haproxy/admin.sock: its backlog stayed full, though it was asked again',
      'sudo ss -lxp | grep haproxy',
    ],
    [
      'denied',
      `echo: write error: Broken pipe\n${socat('Permission denied')}`,
      'credential',
      'keystone/1: opening /var/run/haproxy/admin.sock is denied, although it was asked through sudo',
      'sudo ls -l /var/run/haproxy/admin.sock',
    ],
    ['without socat', 'sudo: socat: command not found\n', 'missing-tool', 'keystone/1: socat is not installed', 'sudo apt install socat'],
    [
      'without sudo',
      'sudo: a password is required\n',
      'sudo',
      'keystone/1: sudo does not let this account ask the haproxy socket',
      'sudo -l',
    ],
  ])('%s', (_, stderr, kind, message, remedy) => {
    const answer = { kind: 'command', exitCode: 1, stdout: '', stderr } as const
    expect(() => parse(answer)).toThrow(
      expect.objectContaining({ kind, key: 'haproxy socket keystone/1', message, remedy: `${remedy}  # on keystone/1` }),
    )
  })

  test.each([
    ['an empty answer', '\n', 'keystone/1: haproxy accepted the question and answered nothing'],
    [
      'an unknown command',
      'Unknown command, but maybe one of the following ones is a better match:\n  show stat [desc|json|no-maint|typed|up]*: report counters for each proxy and server\n',
      'keystone/1: haproxy does not know "show stat" on this socket',
    ],
    ['its level', 'Permission denied\n\n', 'keystone/1: haproxy does not allow "show stat" on this socket: its level is too low'],
  ])('%s', (_, stdout, message) => {
    expect(() => parse(printed(stdout))).toThrow(
      expect.objectContaining({ kind: 'not-understood', message, remedy: 'haproxy -v  # on keystone/1' }),
    )
  })

  test('a failure nobody has seen before is quoted', () => {
    const answer = { kind: 'command', exitCode: 1, stdout: '', stderr: 'socat: Bus error\n' } as const
    expect(() => parse(answer)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message: 'exited 1: socat: Bus error' }))
  })
})

function capture(name: string): string {
  return readFileSync(new URL(`captures/${name}`, import.meta.url), 'utf8')
}

function printed(stdout: string) {
  return { kind: 'command', exitCode: 0, stdout, stderr: '' } as const
}

/** A small table: proxy, server, status, lastchg, type, check_status, check_code, last_chk, tracked. Cells are quoted as given. */
function table(...rows: readonly (readonly string[])[]): string {
  return `# pxname,svname,status,lastchg,type,check_status,check_code,last_chk,tracked,\n${rows.map((cells) => `${cells.join(',')},\n`).join('')}\n`
}
