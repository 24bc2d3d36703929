import { describe, expect, test } from 'vitest'
import { countFound, foundNothing } from './searched.ts'
import { unsealsWithKey } from './vault/command-lines.ts'

const answer = (exitCode: number, stdout = '', stderr = '') => ({ kind: 'command', exitCode, stdout, stderr }) as const

/** Messages of failures that exit 1 and print nothing on stdout, as grep does where nothing matches. */
const couldNotLook = [
  'sudo: unable to fork: Cannot allocate memory',
  'sudo: unable to open log file: /var/log/sudo.log: No space left on device',
  'Sorry, user ubuntu is not allowed to execute /usr/bin/grep as root on keystone-0.',
  'sh: 1: Cannot fork',
]

describe('a search found nothing', () => {
  test('when it exits 1 in silence', () => {
    expect(foundNothing(answer(1))).toBe(true)
    expect(foundNothing(answer(0, 'a\n'))).toBe(false)
  })

  test('when sudo only warns that it cannot resolve the machine’s name', () => {
    const warning = 'sudo: unable to resolve host keystone-0: Name or service not known\n'
    expect(foundNothing(answer(1, '', warning))).toBe(true)
    expect(() => foundNothing(answer(1, '', `${warning}sudo: a password is required\n`))).toThrow('exited 1: sudo: a password is required')
  })

  test.each(couldNotLook)('but not when stderr says %s', (stderr) => {
    expect(() => foundNothing(answer(1, '', `${stderr}\n`))).toThrow(
      expect.objectContaining({ name: 'NotUnderstood', message: `exited 1: ${stderr}` }),
    )
    expect(() => countFound(answer(1, '0\n', `${stderr}\n`))).toThrow(`exited 1: ${stderr}`)
    expect(() => unsealsWithKey.parse(answer(1, '0\n', `${stderr}\n`))).toThrow(`exited 1: ${stderr}`)
  })

  test('nor when it could not read, or contradicts itself', () => {
    expect(() => foundNothing(answer(2))).toThrow('exited 2: it printed no reason')
    expect(() => foundNothing(answer(1, 'a\n'))).toThrow('exited 1, yet printed something')
  })
})

test.each([
  [0, '3\n', 3],
  [1, '0\n', 0],
])('exit %i with %j is a count', (exitCode, stdout, count) => {
  expect(countFound(answer(exitCode, stdout))).toBe(count)
})

test.each([
  [0, '0\n'],
  [1, '3\n'],
  [0, 'many\n'],
])('exit %i with %j is not a count', (exitCode, stdout) => {
  expect(() => countFound(answer(exitCode, stdout))).toThrow(`exited ${exitCode} and printed no count that fits this exit code`)
})
