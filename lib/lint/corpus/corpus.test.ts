import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lint } from '../lint.ts'

const pages = (folder: string) =>
  readdirSync(join(import.meta.dirname, folder)).map(
    (name) => [name, readFileSync(join(import.meta.dirname, folder, name), 'utf8')] as const,
  )
const found = (name: string, text: string) =>
  lint(name, text)
    .findings.filter(({ severity }) => severity !== 'note')
    .map(({ from, rule }) => `${from.line} ${rule}`)
    .sort()

describe('pages that follow the rules', () => {
  test.each(pages('clean'))('%s has no finding', (name, text) => {
    expect(lint(name, text).blocks).toBeGreaterThan(0)
    expect(found(name, text)).toEqual([])
  })
})

describe('pages with traps in here-documents, functions, substitutions, loops and nested lists', () => {
  test.each(pages('trapped'))('%s: each trap is found, and nothing else', (name, text) => {
    const planted = text.split('\n').flatMap((line, i) => {
      const [, rules = ''] = /# trap: (.*)$/.exec(line) ?? []
      return rules === '' ? [] : rules.split(', ').map((rule) => `${i + 1} ${rule}`)
    })
    expect(planted.length).toBeGreaterThan(0)
    expect(found(name, text)).toEqual(planted.sort())
  })
})
