import { describe, expect, test } from 'vitest'
import { printable, xmlSafe } from './printable.ts'

describe('printable', () => {
  test.each([
    ['a colour', '\x1b[31mred\x1b[0m', '␛[31mred␛[0m'],
    ['a title set by OSC', '\x1b]0;pwned\x07', '␛]0;pwned␇'],
    ['a link by OSC 8', '\x1b]8;;http://x\x1b\\here', '␛]8;;http://x␛\\here'],
    ['the one-byte CSI', '\x9b2J', '\\x9b2J'],
    ['a backspace, DEL and NUL', 'a\b\x7f\0', 'a␈␡␀'],
    ['a carriage return that overwrites', 'fail\rpass', 'fail␍pass'],
    ['a bidi override', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['a line separator and a byte order mark', 'a\u2028b\ufeff', 'a\\u2028b\\ufeff'],
    ['invisible tags', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a pair', 'a\ud800b\udc00', 'a\\ud800b\\udc00'],
    ['line breaks and tabs on one line', 'a\n\tb\r\nc', 'a␊␉b␍␊c'],
  ])('shows %s instead of sending it', (_what, text, shown) => {
    expect(printable(text)).toBe(shown)
    expect(printable(shown)).toBe(shown)
  })

  test.each(['plain', 'äöü 日本語', '👩‍🚀 🇦🇹', 'می‌خواهم', '✗ keystone/1 … · →'])('leaves %s as it is', (text) => {
    expect(printable(text)).toBe(text)
  })

  test('keeps lines and tabs when asked to', () => {
    expect(printable('a\r\n\tb\rc\x1b', { multiline: true })).toBe('a\n\tb␍c␛')
  })

  test('says how much it leaves out, in whole characters', () => {
    expect(printable('abcdef', { maxLength: 4 })).toBe('abcd… (2 more characters)')
    expect(printable('👍👍👍', { maxLength: 2 })).toBe('👍👍… (1 more characters)')
    expect(printable('abc', { maxLength: 3 })).toBe('abc')
    expect(printable('abc', { maxLength: 0 })).toBe('… (3 more characters)')
  })

  test('takes megabytes', () => {
    expect(printable('\x1b[0m'.repeat(1_000_000), { maxLength: 4 })).toBe('␛[0m… (3999996 more characters)')
  })
})

describe('xmlSafe', () => {
  test('leaves only what XML 1.0 allows', () => {
    expect(xmlSafe('a\0\x1b\x0b\t\n\r\ud800b\ufffe\uffff\x85é👍\udc00')).toBe('a␀␛␋\t\n\r\ufffdb\ufffd\ufffd\x85é👍\ufffd')
    const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join(' ')
    expect(xmlSafe(all)).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u)
  })

  test('leaves markup to the writer of the document', () => {
    expect(xmlSafe('<a b="c">&amp;</a>')).toBe('<a b="c">&amp;</a>')
  })
})
