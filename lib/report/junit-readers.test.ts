import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { projectDir } from '../phase/project.ts'
import { exampleResult } from './example.ts'
import { junitReport } from './junit.ts'
import type { GateResult } from './result.ts'
import { allure, gitlab, jenkins, type Read } from './test-junit-readers.ts'

const page = readFileSync(join(projectDir, 'docs/junit.md'), 'utf8')
const attached = 'reports/1/evidence/haproxy-zero-down.yaml'
const haproxy = exampleResult.gates.find(({ id }) => id === 'haproxy-zero-down') as GateResult

/** A gate whose claims held for every unit that answered, but one unit did not answer. */
const partial: GateResult = {
  ...haproxy,
  id: 'partly-seen',
  verdict: 'unknown',
  claims: haproxy.claims.map((claim) =>
    claim.kind === 'saw' ? claim : { ...claim, verdict: 'unknown', partial: true, message: 'held for 11 of 12 units', findings: [] },
  ),
}

function xml(strict: boolean): string {
  const result = { ...exampleResult, gates: [...exampleResult.gates, partial] }
  return junitReport(result, { hostname: 'jumphost', strict, evidence: { 'haproxy-zero-down': attached } })
}

/** The case of the example that a row of the page is about, by the row's first words. */
const rows: Readonly<Record<string, { readonly name: string; readonly strict?: true }>> = {
  pass: { name: 'root-ca-parses: the file was read' },
  warn: { name: 'charms-match-lock: no charm has drifted' },
  'warn, --strict': { name: 'charms-match-lock: no charm has drifted', strict: true },
  fail: { name: 'haproxy-zero-down: no server is DOWN' },
  'unknown, blocking': { name: 'conductor-daemon-args: every magnum unit answered' },
  'unknown, another claim of that gate': { name: 'partly-seen: no server is DOWN' },
  'unknown, advisory': { name: 'kubeconfig-least-privilege: looked' },
  'unknown, advisory, --strict': { name: 'kubeconfig-least-privilege: looked', strict: true },
  'skip, blocked': { name: 'cert-manager-ready: looked' },
  'skip, waived': { name: 'nginx-config-valid: looked' },
}

/** The rows of the page's first table: cells by column. */
const table = (() => {
  const [head = [], , ...body] = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(0, Object.keys(rows).length + 2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  return body.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])))
})()

type Reader = (xml: string) => readonly Read[] | Promise<readonly Read[]>

async function statuses(reader: Reader) {
  const read = { plain: await reader(xml(false)), strict: await reader(xml(true)) }
  return Object.entries(rows).map(([row, { name, strict }]) => [
    row,
    (strict ? read.strict : read.plain).find((one) => one.name === name)?.status,
  ])
}

const column = (name: string) => table.map((cells) => [cells.verdict, cells[name]])

describe('docs/junit.md says what each reader shows', () => {
  test('for every verdict', () => {
    expect(table.map((cells) => cells.verdict)).toEqual(Object.keys(rows))
  })

  test.each<[string, Reader]>([
    ['Jenkins', jenkins],
    ['GitLab', gitlab],
    ['Allure', allure],
  ])('as %s reads it', async (name, reader) => {
    expect(column(name)).toEqual(await statuses(reader))
  })

  test('of the version that is tried', () => {
    expect(page).toContain(`@allurereport/reader ${packageJson.devDependencies['@allurereport/reader']}`)
  })
})

const readers: [string, Reader][] = [
  ['GitLab', gitlab],
  ['Jenkins', jenkins],
  ['Allure', allure],
]

describe.each(readers)('%s', (_, read) => {
  const named = async (name: string) => (await read(xml(false))).find((one) => one.name === name)

  test('keeps every case, each under a name of its own', async () => {
    const all = await read(xml(false))
    expect(all).toHaveLength(xml(false).split('<testcase ').length - 1)
    expect(new Set(all.map(({ suite, name }) => `${suite} ${name}`)).size).toBe(all.length)
  })

  test('never shows as passed what was not seen to be right', async () => {
    const green = (await read(xml(false))).filter(({ status }) => status === 'passed' || status === 'success').map(({ name }) => name)
    const held = [...exampleResult.gates, partial].flatMap(({ id, claims }) =>
      claims.filter(({ verdict }) => verdict === 'pass' || verdict === 'warn').map(({ title }) => `${id}: ${title}`),
    )
    expect(green).toEqual(held)
  })

  test('shows what was seen with its fix as it must be typed', async () => {
    expect((await named('haproxy-zero-down: no server is DOWN'))?.shown).toContain(
      'fix: sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy   (on keystone/1)',
    )
  })

  test('shows the reason of a skip', async () => {
    expect((await named('nginx-config-valid: looked'))?.shown).toBe(
      'waived until 2026-12-31: no reverse proxy in this cloud (ops, ticket 4711)',
    )
    expect((await named('cert-manager-ready: looked'))?.shown).toBe('blocked by mgmt-api-answers')
  })
})

test.each<[string, (xml: string) => readonly Read[]]>([
  ['GitLab', gitlab],
  ['Jenkins', jenkins],
])('%s finds the evidence of what is red and of what could not be looked at', (_, read) => {
  const found = read(xml(false)).filter(({ attachment }) => attachment !== undefined)
  expect(found.map(({ name, attachment }) => [name, attachment])).toEqual([
    ['haproxy-zero-down: every unit that runs haproxy answered, and has backends', attached],
    ['haproxy-zero-down: no server is DOWN', attached],
  ])
})

describe('GitLab’s rules, as they are made again here', () => {
  const suite = (cases: string) => `<testsuites><testsuite name="s">${cases}</testsuite></testsuites>`

  test('drop the second case of a name, though it be the one that failed', () => {
    const twice = '<testcase classname="c" name="n"/><testcase classname="c" name="n"><failure>x</failure></testcase>'
    expect(gitlab(suite(twice)).map(({ status }) => status)).toEqual(['success'])
  })

  test('show an attribute as a hash where the body is empty', () => {
    expect(gitlab(suite('<testcase name="n"><skipped message="why"/></testcase>'))[0]?.shown).toBe('{"message"=>"why"}')
  })

  test('see a failure before an error and that before a skip', () => {
    const both = '<testcase name="n"><skipped>s</skipped><error>e</error><failure>f</failure></testcase>'
    expect(gitlab(suite(both)).map(({ status, shown }) => [status, shown])).toEqual([['failed', 'f']])
    expect(jenkins(suite(both)).map(({ status }) => status)).toEqual(['skipped'])
  })
})
