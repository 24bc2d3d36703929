import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inlined, markup } from './markup.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('<script>alert(1)</script>', '" onload="x', "' x='", '&lt;', '</title>', '\u202egpj.exe', '\u001b[2J', '-->'),
)

test('a value cannot begin or end an element or an attribute, whatever it holds', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [, attribute = '', body = ''] = /^<p title="([^"]*)">([^<]*)<\/p>$/u.exec(markup`<p title="${text}">${text}</p>`.text) ?? []
      expect(attribute).toBe(body)
      expect(body.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[<>"'&]/)
    }),
  )
})

test('text that commands a terminal or turns its direction around is shown as what it is', () => {
  expect(markup`${'\u202e\u001b[31mred'}`.text).toBe('\\u202e␛[31mred')
})

test('markup within markup stays markup, a list is joined, and what is absent leaves nothing', () => {
  expect(markup`<ul>${['<a>', 'b'].map((one) => markup`<li>${one}</li>`)}${undefined}${false}${0}</ul>`.text).toBe(
    '<ul><li>&lt;a&gt;</li><li>b</li>0</ul>',
  )
})

test('a style or script that would end its own element is refused', () => {
  expect(() => inlined('a { } </STYLE><script>')).toThrow('a style or script that contains </style or </script cannot be inlined')
})
