import { describe, expect, test } from 'vitest'
import { running } from './running.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => running.parse({ kind: 'command', exitCode, stdout, stderr })
const at = (time: string) => ({ since: new Date(time), otherConfigs: [], besides: [] })

const master = '   3671       1 Thu Nov  5 09:00:00 2026 /usr/sbin/haproxy -Ws\n'
const worker = '   3687    3671 Thu Nov  5 09:00:00 2026 /usr/sbin/haproxy -Ws\n'
const reloaded = '  15253    3671 Sun Nov 15 09:10:02 2026 /usr/sbin/haproxy -Ws\n'

describe('haproxy serves', () => {
  test.each([
    ['since its worker started', master + worker, '2026-11-05T09:00:00Z'],
    ['since its last reload, though its master and an old worker go on', master + worker + reloaded, '2026-11-15T09:10:02Z'],
    ['without a master', master, '2026-11-05T09:00:00Z'],
    [
      'and so does another in a container',
      `${master}${worker}   9000    8000 Sun Nov 15 09:10:02 2026 /usr/sbin/haproxy -Ws\n   9001    9000 Sun Nov 15 09:10:02 2026 /usr/sbin/haproxy -Ws\n`,
      '2026-11-05T09:00:00Z',
    ],
  ])('%s', (_, stdout, since) => {
    expect(answered(0, stdout)).toEqual(at(since))
  })
})

test('no haproxy runs', () => {
  expect(answered(1, '')).toEqual({ otherConfigs: [], besides: [] })
  expect(answered(0, '   9000    8000 Sun Nov 15 09:10:02 2026 /usr/sbin/haproxy -Ws\n')).toEqual({ otherConfigs: [], besides: [] })
})

test('a second master with a worker serves beside the first, and a lone process may be draining', () => {
  const second =
    '   7001       1 Tue Nov  3 09:00:00 2026 /usr/sbin/haproxy -Ws\n   7002    7001 Tue Nov  3 09:00:01 2026 /usr/sbin/haproxy -Ws\n'
  expect(answered(0, master + worker + second)).toEqual({
    since: new Date('2026-11-05T09:00:00Z'),
    otherConfigs: [],
    besides: [new Date('2026-11-03T09:00:01Z')],
  })
  expect(answered(0, `${master + worker}   7001       1 Tue Nov  3 09:00:00 2026 /usr/sbin/haproxy -sf 1\n`).besides).toEqual([])
})

describe('haproxy reads another configuration', () => {
  test.each([
    ['-Ws -f /etc/haproxy/haproxy.cfg -p /run/haproxy.pid', []],
    ['-Ws -f /tmp/other.cfg -p /run/haproxy.pid', ['/tmp/other.cfg']],
    ['-f /etc/haproxy/haproxy.cfg -f /etc/haproxy/conf.d', ['/etc/haproxy/conf.d']],
    ['-sf 3687 -x /run/haproxy/admin.sock -Ws -f /etc/haproxy/haproxy.cfg', []],
    ['-Ws -- /tmp/other.cfg', ['/tmp/other.cfg']],
  ])('haproxy %s', (args, otherConfigs) => {
    expect(answered(0, `   3671       1 Thu Nov  5 09:00:00 2026 /usr/sbin/haproxy ${args}\n`).otherConfigs).toEqual(otherConfigs)
  })
})
