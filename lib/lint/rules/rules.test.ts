import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lint } from '../lint.ts'
import { readPage } from '../page/read-page.ts'
import { type Example, exampleFile, type Rule } from '../rule.ts'
import { readShell } from '../shell/read-shell.ts'
import { rules } from './index.ts'

const titled = (examples: readonly Example[]) =>
  examples.map((example) => [JSON.stringify(typeof example === 'string' ? example : example.text), example] as const)
const hits = (rule: Rule, example: Example) => {
  const { file, text } = exampleFile(example)
  return [...rule.check(readShell(readPage(file, text)))].map((hit) => hit.text)
}

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  test.each(titled(rule.bad))('finds %s', (_, example) => {
    expect(hits(rule, example)).toEqual([expect.any(String)])
  })

  test.each(titled(rule.good))('leaves %s alone', (_, example) => {
    expect(hits(rule, example)).toEqual([])
  })
})

describe('the rules', () => {
  test('are all files of this folder, under the name of the file', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts',
    )
    expect(rules.map(({ name }) => `${name}.ts`)).toEqual(files.sort())
  })

  test.each(rules.map((rule) => [rule.name, rule] as const))('%s has examples of both kinds, and one sentence that says why', (_, rule) => {
    expect([rule.bad.length > 1, rule.good.length > 1, rule.fix !== '', rule.sources.length > 0]).toEqual([true, true, true, true])
    expect(rule.why).toMatch(/^\S.*[^.]\.$/)
    expect(rule.why.slice(0, -1)).not.toMatch(/\. [A-Z]/)
  })

  test('have examples that a shell can read, unless reading is what they are about', () => {
    const unreadable = rules.flatMap((rule) =>
      [...rule.bad, ...rule.good].flatMap((example) => {
        const { file, text } = exampleFile(example)
        return lint(file, text)
          .findings.filter(({ rule: name }) => name === 'could-not-read' && rule.name !== name)
          .map(() => `${rule.name}: ${text}`)
      }),
    )
    expect(unreadable).toEqual([])
  })
})
