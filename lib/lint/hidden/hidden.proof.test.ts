import { describe, expect, test } from 'vitest'
import { readPage } from '../page/read-page.ts'
import { type Example, exampleFile, type Rule } from '../rule.ts'
import { rules } from '../rules/index.ts'
import { readShell } from '../shell/read-shell.ts'
import { type Exception, exceptions } from './exceptions.ts'
import { pageWays } from './page-ways.ts'
import { type Kind, shellWays } from './shell-ways.ts'

/** An example of a rule, written in one of the ways in which a command can be inside something else. */
interface Hidden {
  readonly way: string
  readonly kind: Kind | 'page'
  readonly file: string
  readonly text: string
}

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  test('finds its bad examples wherever they stand', () => {
    expect(surprises(rule, 'bad').filter((one) => excepted(rule, 'bad', one).length === 0)).toEqual([])
  })

  test('leaves its good examples alone wherever they stand', () => {
    expect(surprises(rule, 'good').filter((one) => excepted(rule, 'good', one).length === 0)).toEqual([])
  })
})

test('many commands are tried, in each way some', () => {
  const tried = rules.flatMap((rule) => [...rule.bad, ...rule.good].flatMap(hidden))
  const ways = new Set(tried.map(({ way }) => way))
  expect([...shellWays, ...pageWays].map(({ name }) => name).filter((name) => !ways.has(name))).toEqual([])
  expect(tried.length).toBeGreaterThan(50_000)
})

test('each exception is met', () => {
  const met = new Set(
    rules.flatMap((rule) =>
      (['bad', 'good'] as const).flatMap((example) => surprises(rule, example).flatMap((one) => excepted(rule, example, one))),
    ),
  )
  const unmet = exceptions.flatMap(({ rule, example, ways }) =>
    ways.filter((way) => !met.has(`${rule} ${example} ${way}`)).map((way) => `${rule} ${example} ${way}`),
  )
  expect(unmet).toEqual([])
}, 600_000)

const known = new Map<string, readonly Hidden[]>()

/** The hidden forms of an example that the rule judges differently than the example itself. */
function surprises(rule: Rule, example: 'bad' | 'good'): readonly Hidden[] {
  const key = `${rule.name} ${example}`
  const found = known.get(key) ?? rule[example].flatMap(hidden).filter((one) => isFound(rule, one) !== (example === 'bad'))
  known.set(key, found)
  return found
}

function isFound(rule: Rule, { file, text }: Hidden): boolean {
  for (const _ of rule.check(readShell(readPage(file, text)))) return true
  return false
}

function excepted(rule: Rule, example: Exception['example'], { way, kind }: Hidden): readonly string[] {
  return exceptions
    .filter((one) => one.rule === rule.name && one.example === example)
    .flatMap(({ ways }) => ways)
    .filter((one) => (typeof one === 'string' ? one === kind : one.test(way)))
    .map((one) => `${rule.name} ${example} ${one}`)
}

const fence = /```bash\n([\s\S]*?)\n```\n/g

function hidden(example: Example): readonly Hidden[] {
  const { file, text } = exampleFile(example)
  const inShell = shellWays.flatMap(({ name, kind, write }) => {
    const written = file.endsWith('.sh') ? inScript(text, write) : inFences(text, write)
    return written === undefined || written === text ? [] : [{ way: name, kind, file, text: written }]
  })
  const onPage = pageWays.flatMap(({ name, write }) => {
    const written = typeof example === 'string' ? write(example) : undefined
    return written === undefined ? [] : [{ way: name, kind: 'page' as const, file, text: written }]
  })
  return [...inShell, ...onPage]
}

/** The page with all its blocks written that way. Undefined when one of them cannot be written that way. */
function inFences(text: string, write: (shell: string) => string | undefined): string | undefined {
  let isWhole = true
  const written = text.replace(fence, (_, shell: string) => {
    const other = write(shell)
    isWhole &&= other !== undefined
    return `\`\`\`bash\n${other}\n\`\`\`\n`
  })
  return isWhole ? written : undefined
}

function inScript(text: string, write: (shell: string) => string | undefined): string | undefined {
  const [, first = '', rest = ''] = /^(#!.*\n)?([\s\S]*?)\n?$/.exec(text) ?? []
  const other = write(rest)
  return other === undefined ? undefined : `${first}${other}\n`
}
