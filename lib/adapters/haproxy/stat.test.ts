import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { refuseWrites } from '../../transport/guard.ts'
import { showStat, statisticsOf, ways } from './show-stat.ts'
import { readRow, type Server } from './stat.ts'

/** Printed by haproxy 2.6.12: plain checks against apache's TLS, and the same checks with check-ssl. */
const d045 = capture('d045-apache.csv')
/** The same haproxy after `set server … state drain` and `maint`, with a check in flight. */
const maint = capture('maint.csv')

const { parse } = showStat('keystone/1')
const rowsOf = (answer: Parameters<typeof parse>[0]) => parse(answer).map(readRow)
const serversOf = (answer: Parameters<typeof parse>[0]): readonly Server[] =>
  rowsOf(answer).flatMap((row) => (row && 'server' in row ? [row.server] : []))

describe('show stat', () => {
  test('a plain check against TLS is DOWN with the reason haproxy gives', () => {
    expect(serversOf(printed(d045))).toEqual([
      {
        backend: 'apache_tls_plaincheck',
        server: 'heat-0',
        status: { word: 'DOWN', is: 'bad' },
        check: { word: 'L7STS', is: 'bad' },
        isInService: false,
        isChanging: false,
        lastCheck: 'L7STS 400 Bad Request',
        sinceS: 2,
        address: '127.0.4.5:9443',
      },
      {
        backend: 'apache_tls_sslcheck',
        server: 'heat-0',
        status: { word: 'UP', is: 'good' },
        check: { word: 'L7OK', is: 'good' },
        isInService: true,
        isChanging: false,
        lastCheck: 'L7OK 200',
        sinceS: 2,
        address: '127.0.4.5:9443',
      },
    ])
  })

  test('drained, in maintenance, unchecked and mid-check servers are kept apart', () => {
    expect(serversOf(printed(maint)).map((one) => [one.server, one.status.word, one.isInService, one.lastCheck])).toEqual([
      ['glance-0', 'UP', true, 'L7OK'],
      ['glance-1', 'DRAIN', false, 'L7OK 200'],
      ['glance-2', 'DOWN', false, 'L4CON Connection refused'],
      ['heat-0', 'DOWN', false, ''],
      ['heat-1', 'DOWN', false, 'SOCKERR'],
      ['plain-0', 'MAINT', false, ''],
      ['nochk-0', 'no check', true, ''],
      ['dead-0', 'DOWN', false, 'L4CON Connection refused'],
    ])
  })

  test('a server at weight 0 is not in service, though it is UP', () => {
    const csv =
      '# pxname,svname,status,weight,lastchg,tracked,type,check_status,check_code,last_chk,\nb,a-0,UP,0,5,,2,L7OK,200,,\nb,a-1,UP,1,5,,2,L7OK,200,,\n\n'
    expect(serversOf(printed(csv)).map(({ server, isInService }) => [server, isInService])).toEqual([
      ['a-0', false],
      ['a-1', true],
    ])
  })

  test('a server that tracks another has no check of its own', () => {
    const [server] = serversOf(printed(table(['b', 'a-0', 'UP', '5', '2', '', '', '', 'other/a-0'])))
    expect(server).not.toHaveProperty('check')
  })

  test('a frontend and a backend have a status as a whole', () => {
    const both = table(['f', 'FRONTEND', 'STOP', '', '0', '', '', '', ''], ['b', 'BACKEND', 'DOWN', '5', '1', '', '', '', ''])
    expect(rowsOf(printed(both))).toEqual([
      { summary: { proxy: 'f', of: 'frontend', status: { word: 'STOP', is: 'bad' } } },
      { summary: { proxy: 'b', of: 'backend', status: { word: 'DOWN', is: 'bad' } } },
    ])
  })

  test('a summary row is not a server even with the type of one', () => {
    const odd = table(['f', 'FRONTEND', 'OPEN', '', '2', '', '', '', ''], ['b', 'a-0', 'UP', '5', '2', 'L7OK', '200', '', ''])
    expect(serversOf(printed(odd)).map(({ server }) => server)).toEqual(['a-0'])
  })

  test('a listener row is not a server', () => {
    const odd = table(['f', 'sock-1', 'OPEN', '', '3', '', '', '', ''], ['b', 'a-0', 'UP', '5', '2', 'L7OK', '200', '', ''])
    expect(serversOf(printed(odd)).map(({ server }) => server)).toEqual(['a-0'])
  })

  test('columns are found by name, wherever they are', () => {
    const shuffled =
      '# pxname,last_chk,check_code,check_status,type,lastchg,status,tracked,svname,\nb,Bad Request,400,L7STS,2,7,DOWN,,a-0,\n\n'
    expect(serversOf(printed(shuffled))).toMatchObject([
      { backend: 'b', server: 'a-0', status: { word: 'DOWN', is: 'bad' }, lastCheck: 'L7STS 400 Bad Request', sinceS: 7 },
    ])
  })

  test('quoted fields keep their commas and quotes; a line break becomes a space', () => {
    const [server] = serversOf(printed(table(['b', 'a-0', 'DOWN', '5', '2', 'L7RSP', '', '"said ""no"", then\nhung up"', ''])))
    expect(server?.lastCheck).toBe('L7RSP said "no", then hung up')
  })

  test('what the agent said explains a DOWN by the agent', () => {
    const csv =
      '# pxname,svname,status,lastchg,tracked,type,check_status,check_code,last_chk,agent_status,agent_code,last_agt,\nb,a-0,DOWN (agent),5,,2,L7OK,200,,L7STS,0,down by operator,\n\n'
    expect(serversOf(printed(csv))[0]).toMatchObject({ status: { is: 'bad' }, lastCheck: 'L7STS 0 down by operator' })
  })
})

describe('show stat is not understood', () => {
  test.each([
    ['a missing column', '# pxname,svname,type,status,lastchg,tracked,\nb,a-0,2,UP,5,,\n\n', 'has no column check_status'],
    [
      'an unknown row',
      table(['b', 'a-0', 'UP', '5', '9', 'L7OK', '', '', '']),
      'has a row b/a-0 of type "9", which is neither server nor summary',
    ],
    [
      'a time that is not a number',
      table(['b', 'a-0', 'UP', '-5', '2', 'L7OK', '', '', '']),
      'has "-5" in column lastchg, wanted a number',
    ],
    ['no closing line', d045.trimEnd(), "was cut short: haproxy's closing empty line is missing"],
    ['another text', 'Name: HAProxy\n\n', 'begins with "Name: HAProxy\\n\\n", wanted the header "# pxname,…"'],
  ])('with %s', (_, stdout, message) => {
    expect(() => rowsOf(printed(stdout))).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
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
      'keystone/1: nothing listens on /var/run/haproxy/admin.sock: haproxy died and left its socket behind',
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
      'keystone/1: permission to open /var/run/haproxy/admin.sock is denied, even through sudo',
      'sudo ls -l /var/run/haproxy/admin.sock',
    ],
    [
      'without socat',
      'sudo: socat: command not found\n',
      'missing-tool',
      'keystone/1: the program that speaks to the socket is not installed',
      'sudo apt install socat',
    ],
    [
      'missing, says nc',
      'nc: unix connect failed: No such file or directory\n',
      'unreachable',
      'keystone/1: there is no /var/run/haproxy/admin.sock: haproxy is not running, or was set up without an admin socket',
      'systemctl status haproxy',
    ],
    [
      'denied, says python3',
      'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nPermissionError: [Errno 13] Permission denied\n',
      'credential',
      'keystone/1: permission to open /var/run/haproxy/admin.sock is denied, even through sudo',
      'sudo ls -l /var/run/haproxy/admin.sock',
    ],
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
    ['an empty answer', '\n', 'keystone/1: haproxy accepted the question, but its answer is empty'],
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

describe('the programs that can ask', () => {
  const unit = { name: 'keystone/1', address: '10.12.8.102', application: 'keystone', lost: false }
  const rows = table(['b', 'a-0', 'UP', '5', '2', 'L7OK', '200', '', ''])
  const missing: Readonly<Record<string, { exitCode: number; stderr: string }>> = {
    socat: { exitCode: 1, stderr: 'sudo: socat: command not found\n' },
    sh: { exitCode: 127, stderr: 'sh: 1: nc: not found\n' },
    python3: { exitCode: 1, stderr: 'sudo: python3: command not found\n' },
  }
  const askOn = (has: string) => {
    const asked: string[] = []
    const ask = async (question: { readonly kind: string; readonly argv?: readonly string[] }) => {
      const [program = ''] = question.argv ?? []
      asked.push(program)
      return { kind: 'command' as const, exitCode: 0, stdout: '', stderr: '', ...(program === has ? { stdout: rows } : missing[program]) }
    }
    return { ask, asked }
  }

  test.each([
    ['socat', ['socat']],
    ['sh', ['socat', 'sh']],
    ['python3', ['socat', 'sh', 'python3']],
  ])('are tried until %s answers', async (has, tried) => {
    const { ask, asked } = askOn(has)
    expect((await statisticsOf(ask, unit)).servers.map(({ server }) => server)).toEqual(['a-0'])
    expect(asked).toEqual(tried)
  })

  test('are named when the unit has none of them', async () => {
    await expect(statisticsOf(askOn('none').ask, unit)).rejects.toThrow(
      new CouldNotLook('missing-tool', 'haproxy socket keystone/1', 'keystone/1: none of socat, nc and python3 is installed', {
        remedy: 'sudo apt install socat  # on keystone/1',
      }),
    )
  })

  test('are not tried when haproxy itself is the reason', async () => {
    const asked: string[] = []
    const refused = '2026/11/22 10:01:41 socat[23216] E connect(, AF=1 "/var/run/haproxy/admin.sock", 29): Connection refused\n'
    const ask = async (question: { readonly kind: string; readonly argv?: readonly string[] }) => {
      asked.push(question.argv?.[0] ?? '')
      return { kind: 'command' as const, exitCode: 1, stdout: '', stderr: refused }
    }
    await expect(statisticsOf(ask, unit)).rejects.toThrow('nothing listens on /var/run/haproxy/admin.sock')
    expect(asked).toEqual(['socat'])
  })

  test('are let through by the read-only guard word by word, and nothing like them', () => {
    for (const argv of ways) {
      const question = { kind: 'command', on: unit, argv, sudo: true } as const
      expect(() => refuseWrites(question)).not.toThrow()
      expect(() => refuseWrites({ ...question, argv: argv.map((word) => word.replace('show stat', 'disable server b/a')) })).toThrow(
        'only read',
      )
    }
  })
})

test('a haproxy without a server is not an answer', async () => {
  const ask = async () => printed(table(['f', 'FRONTEND', 'OPEN', '', '0', '', '', '', '']))
  await expect(statisticsOf(ask, { name: 'keystone/1', application: 'keystone', lost: false })).rejects.toThrow(
    'keystone/1 haproxy: haproxy runs but has no backend servers',
  )
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
