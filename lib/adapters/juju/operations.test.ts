import { describe, expect, test } from 'vitest'
import { operations } from './operations.ts'

const command = operations('juju', 'openstack', 'octavia', 'configure-resources')
const read = (stdout: string, { exitCode = 0, stderr = '' } = {}) => command.parse({ kind: 'command', exitCode, stdout, stderr })

/** From the struct that cmd/juju/action/listoperations.go prints. */
const timing = {
  enqueued: '2026-11-01 10:41:02 +0000 UTC',
  started: '2026-11-01 10:41:03 +0000 UTC',
  completed: '2026-11-01 10:52:47 +0000 UTC',
}
const done = {
  summary: 'configure-resources run on leader-octavia/0',
  status: 'completed',
  action: { name: 'configure-resources', parameters: {} },
  timing,
  tasks: { '15': { host: 'octavia/0', status: 'completed', timing, results: { 'return-code': 0 } } },
}
const printed = (operationsById: object) => `${JSON.stringify(operationsById)}\n`

test('only this action of this application is asked for, in UTC', () => {
  expect(command.argv.join(' ')).toBe('juju operations --apps octavia --actions configure-resources -m openstack --utc --format json')
})

describe('operations', () => {
  test('are reported with how and when they ended, the newest last', () => {
    const failed = {
      ...done,
      status: 'failed',
      fail: 'x',
      tasks: { '3': { host: 'octavia/0', status: 'failed', message: 'action must be run on the leader unit.' } },
    }
    expect(read(printed({ '14': done, '9': failed }))).toEqual([
      {
        id: 9,
        state: { word: 'failed', is: 'bad' },
        reasons: ['x', 'action must be run on the leader unit.'],
        tasks: [{ unit: 'octavia/0', isDone: false, message: 'action must be run on the leader unit.' }],
        ended: new Date('2026-11-01T10:52:47Z'),
      },
      {
        id: 14,
        state: { word: 'completed', is: 'good' },
        reasons: [],
        tasks: [{ unit: 'octavia/0', isDone: true }],
        ended: new Date('2026-11-01T10:52:47Z'),
      },
    ])
  })

  test('that still run have not ended', () => {
    const [one] = read(printed({ '14': { ...done, status: 'running', timing: { enqueued: timing.enqueued }, tasks: {} } }))
    expect(one).toEqual({ id: 14, state: { word: 'running', is: 'waiting' }, reasons: [], tasks: [] })
  })

  test('that Juju has forgotten are none', () => {
    expect(read('', { stderr: 'no matching operations\n' })).toEqual([])
  })

  test('are reported without what they were given', () => {
    const given = { ...done, action: { name: 'configure-resources', parameters: { token: 's.canary-of-a-token' } } }
    expect(JSON.stringify(read(printed({ '14': given })))).not.toContain('canary')
  })
})

describe('operations are not understood', () => {
  test.each([
    ['', {}, 'printed nothing'],
    ['{}\n', {}, 'is {}, which juju prints when it failed'],
    ['{}\n', { exitCode: 1, stderr: 'ERROR flag provided but not defined: --utc\n' }, 'failed: ERROR flag provided but not defined: --utc'],
    [printed({ '14': {} }), {}, 'operation 14 is about "no action", wanted configure-resources'],
    [printed({ '14': { ...done, action: { name: 'restart' } } }), {}, 'operation 14 is about "restart", wanted configure-resources'],
    [printed({ '14': { ...done, status: undefined } }), {}, '14.status: wanted a text, got nothing'],
    [
      printed({ '14': { ...done, timing: { completed: '2026-11-01 11:52:47 +0100 CET' } } }),
      {},
      '14.timing.completed: wanted a time in UTC, got "2026-11-01 11:52:47 +0100 CET"',
    ],
    [printed({ x: done }), {}, 'an operation is called "x"'],
  ])('%j %j', (stdout, rest, message) => {
    expect(() => read(stdout, rest)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
