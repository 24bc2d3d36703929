import { expect, test } from 'vitest'
import { cut, duration, plain, plainLines, wrap } from './plain-text.ts'

test('a line breaks at blanks, and a long word stays whole', () => {
  expect(wrap('see /var/lib/magnum/kubeconfig for it', 12)).toEqual(['see', '/var/lib/magnum/kubeconfig', 'for it'])
  expect(wrap('', 12)).toEqual([])
})

test('one line is one line, whatever line breaks it had', () => {
  expect(plain('a\r\nb\rc\u2028d\n\n')).toBe('a b c d')
  expect(plainLines('a\n\n  b  \n')).toEqual(['a', '  b'])
})

test('a cut text is as long as was asked', () => {
  expect(cut('12345', 5)).toBe('12345')
  expect(cut('123456', 5)).toBe('1234…')
})

test('durations read as people say them', () => {
  expect([0, 49, 12_345, 59_940, 59_960, 185_000].map(duration)).toEqual(['0.0 s', '0.0 s', '12.3 s', '59.9 s', '1 min 00 s', '3 min 05 s'])
})
