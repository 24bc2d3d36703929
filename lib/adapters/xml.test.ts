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
    ['<a b="&lt;3.15.1 &amp; &#65;&#x42; &other;"/>', ['a', { b: '<3.15.1 & AB &other;' }]],
    ['<a b="a>b"/>', ['a', { b: 'a>b' }]],
  ])('%s', (text, tree) => {
    expect(plain(text)).toEqual(tree)
  })
})

describe('a document is not understood', () => {
  test.each([
    ['', 'has 0 XML elements at its top, wanted one'],
    ['no xml', 'has 0 XML elements at its top, wanted one'],
    ['<a/><b/>', 'has 2 XML elements at its top, wanted one'],
    ['<a><b></a>', 'has a </a> where </b> was to be closed'],
    ['</a>', 'has a </a> where nothing was to be closed'],
    ['<a><b/>', 'is no whole XML: it ends "<a><b/>"'],
    ['<a><b c="1" d="', 'is no whole XML: it ends "<a><b c=\\"1\\" d=\\""'],
    ['<a b=1/>', 'is no whole XML: it ends "<a b=1/>"'],
  ])('%j', (text, message) => {
    expect(() => xmlDocument(text)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test('and a long one is told quickly', () => {
    const started = performance.now()
    expect(() => xmlDocument(`<a ${'b="c" '.repeat(50_000)}`)).toThrow('is no whole XML')
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})
