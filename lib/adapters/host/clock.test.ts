import { expect, test } from 'vitest'
import { clock } from './clock.ts'

const answered = (stdout: string) => clock.parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })

test('the clock of a unit is read to the second', () => {
  expect(answered('1795255200\n').toISOString()).toBe('2026-11-21T10:00:00.000Z')
})

test.each([
  ['', 'printed nothing'],
  ['Sun Nov 22\n', 'printed "Sun Nov 22", wanted seconds since 1970'],
])('%j is not a time', (stdout, message) => {
  expect(() => answered(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
})
