import { describe, expect, test } from 'vitest'
import { xmlDocument } from './xml.ts'

const plain = (text: string): unknown => {
  const show = ({ name, attributes, children }: ReturnType<typeof xmlDocument>): unknown => [
    name,
    Object.fromEntries(attributes),
    ...children.map(show),
  ]
  return show(xmlDocument(text))
}

describe('a document is a tree of elements', () => {
  test.each([
    ['<a/>', ['a', {}]],
    [
      '<?xml version="1.0"?>\n<a b="1" c=\'x y\'>\n  <d/>text<e f=""></e>\n</a>\n',
      ['a', { b: '1', c: 'x y' }, ['d', {}], ['e', { f: '' }]],
    ],
    ['<a><!-- <b> --><c/></a>', ['a', {}, ['c', {}]]],
    ['<a b="&lt;3.15.1 &amp; &#65;&#x42;"/>', ['a', { b: '<3.15.1 & AB' }]],
    ['<a b="a>b"/>', ['a', { b: 'a>b' }]],
  ])('%s', (text, tree) => {
    expect(plain(text)).toEqual(tree)
  })
})

describe('a document is not understood', () => {
  test.each([
    ['', 'document must contain a root element'],
    ['not xml', 'text data outside of root node'],
    ['<a/><b/>', 'documents may contain only one root'],
    ['<a><b></a>', 'unexpected close tag'],
    ['</a>', 'unmatched closing tag: a'],
    ['<a><b/>', 'unclosed tag: a'],
    ['<a><b c="1" d="', 'unclosed tag'],
    ['<a b=1/>', 'unquoted attribute value'],
    ['<!DOCTYPE a [<!ENTITY e "e">]><a b="&e;"/>', 'undefined entity'],
    [`<a ${'b="c" '.repeat(50_000)}`, 'unexpected end'],
  ])('%.40j', (text, why) => {
    expect(() => xmlDocument(text)).toThrow(
      expect.objectContaining({ name: 'NotUnderstood', message: expect.stringMatching(new RegExp(`^is not whole XML: .*${why}`, 's')) }),
    )
  })
})
