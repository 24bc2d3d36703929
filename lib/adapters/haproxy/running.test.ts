import { describe, expect, test } from 'vitest'
import { running } from './running.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => running.parse({ kind: 'command', exitCode, stdout, stderr })
const at = (time: string) => ({ since: new Date(time) })

const master = '   3671       1 Thu Nov  5 09:00:00 2026\n'
const worker = '   3687    3671 Thu Nov  5 09:00:00 2026\n'
const reloaded = '  15253    3671 Sun Nov 15 09:10:02 2026\n'

describe('haproxy serves', () => {
  test.each([
    ['since its worker started', master + worker, '2026-11-05T09:00:00Z'],
    ['since its last reload, though its master and an old worker go on', master + worker + reloaded, '2026-11-15T09:10:02Z'],
    ['without a master', master, '2026-11-05T09:00:00Z'],
    [
      'and so does another in a container',
      `${master}${worker}   9000    8000 Sun Nov 15 09:10:02 2026\n   9001    9000 Sun Nov 15 09:10:02 2026\n`,
      '2026-11-05T09:00:00Z',
    ],
  ])('%s', (_, stdout, since) => {
    expect(answered(0, stdout)).toEqual(at(since))
  })
})

test('no haproxy runs', () => {
  expect(answered(1, '')).toEqual({})
  expect(answered(0, '   9000    8000 Sun Nov 15 09:10:02 2026\n')).toEqual({})
})

describe('processes are not understood', () => {
  test.each([
    [0, '', '', 'printed nothing'],
    [1, '', 'error: unknown user-defined format specifier "lstart"\n', 'exited 1: error: unknown user-defined format specifier "lstart"'],
    [0, '   3671       1 15.11.2026 09:10\n', '', 'has the line "   3671       1 15.11.2026 09:10", wanted pid, parent and start'],
    [
      0,
      '   3671       1 Sun Nov 15 09:10',
      '',
      'was cut short: the last line ends in "   3671       1 Sun Nov 15 09:10", with no line feed',
    ],
  ])('exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
