import { expect, test } from 'vitest'
import { onlyLine, wholeLines } from './lines.ts'

test('every line ends with a line feed', () => {
  expect(wholeLines('a\n\nb\n')).toEqual(['a', '', 'b'])
})

test('a last line without one was cut short', () => {
  expect(() => wholeLines('a\nb')).toThrow('was cut short: the last line ends in "a\\nb", with no line feed')
})

test('no output has no lines', () => {
  expect(() => wholeLines('')).toThrow('printed nothing')
})

test('two lines are not one', () => {
  expect(onlyLine('a\n')).toBe('a')
  expect(() => onlyLine('a\nb\n')).toThrow('printed 2 lines, wanted one; the first is "a"')
})
