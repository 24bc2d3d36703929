import { describe, expect, test } from 'vitest'
import { tokensOf } from './tokens.ts'

const texts = (text: string) => [...tokensOf(text)].map((token) => token.text)

describe('a text falls into words and marks', () => {
  test.each([
    ['proxy_ssl_verify on;', ['proxy_ssl_verify', 'on', ';']],
    ['listen\n  8080 ;', ['listen', '8080', ';']],
    ['a{b;}', ['a', '{', 'b', ';', '}']],
    ['# all of it; {\na;', ['a', ';']],
    ['a b#c;', ['a', 'b#c', ';']],
    ['a "b; {c} #d" \'e "f"\';', ['a', 'b; {c} #d', 'e "f"', ';']],
    ['a "b\\"c" d\\ e;', ['a', 'b"c', 'd\\ e', ';']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: nginx writes variables so
    ['set $x ${host}y;', ['set', '$x', '${host}y', ';']],
    ['location ~ ^/v\\d+$ {', ['location', '~', '^/v\\d+$', '{']],
    ['a "" b;', ['a', '', 'b', ';']],
    ['a # no line feed', ['a']],
    ['', []],
  ])('%j', (text, wanted) => {
    expect(texts(text)).toEqual(wanted)
  })
})

test('a quoted mark is a word', () => {
  expect([...tokensOf('";"')]).toEqual([{ text: ';', isWord: true, line: 1 }])
})

test('lines are counted through comments and quotes', () => {
  expect([...tokensOf('# one\na "two\nthree"\n;')].map((token) => token.line)).toEqual([2, 2, 4])
})

test('a quote that is never closed is named by its line', () => {
  expect(() => texts('a;\nb "c')).toThrow('line 2: a quote is opened and never closed')
})
