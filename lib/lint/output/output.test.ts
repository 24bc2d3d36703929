import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Ajv from 'ajv-draft-04'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { allRules, lint } from '../lint.ts'
import { codeQualityReport } from './code-quality.ts'
import { jsonReport, LintDocument } from './document.ts'
import { junitReport } from './junit.ts'
import type { Outcome } from './outcome.ts'
import { sarifReport } from './sarif.ts'
import { schemaPath, schemaText } from './schema.ts'
import { textReport } from './text.ts'

const text = '```bash\njuju models\n\tmaas list # <&>\u0007\nmaas list # <&>\u0007\nmaas admin machine read 4na83t\n```\n'
const outcome: Outcome = { files: 1, known: 0, ...lint('a folder/p.md', text) }
const clean: Outcome = { files: 2, known: 1, ...lint('p.md', '```bash\n# gates-lint disable=maas-list why not\nmaas list\n```\n') }
const plainly = { colour: false, quiet: false }

test('text shows each place with its line and a mark, and counts', () => {
  expect(textReport(outcome, plainly)).toBe(`a folder/p.md:3:2 error maas-list  maas list prints API keys  DOCFIX-016 DOCFIX-017
  3 |  maas list # <&>\ufffd
    |  ^^^^^^^^^
  fix: Call maas <profile> … with the name of the profile, which is in the site file.

a folder/p.md:4:1 error maas-list  maas list prints API keys  DOCFIX-016 DOCFIX-017
  4 | maas list # <&>\ufffd
    | ^^^^^^^^^
  fix: Call maas <profile> … with the name of the profile, which is in the site file.

a folder/p.md:5:25 note hardcoded-maas-id  4na83t is an id that changes when MAAS enlists the host again  PATTERN-1
  5 | maas admin machine read 4na83t
    |                         ^^^^^^
  fix: Look it up by name or CIDR: maas admin machines read | jq -r '.[] | select(.hostname == "openstack0").system_id'

3 findings in 1 file, 1 block of shell: 2 errors, 0 warnings, 1 note.
`)
})

test('text says what was left out, and when there was nothing to look at', () => {
  expect(textReport(clean, plainly)).toBe(
    'No findings in 2 files, 1 block of shell. Not shown: 1 disabled by comments, 1 known from the baseline.\n',
  )
  expect(textReport({ ...clean, blocks: 0 }, plainly)).toBe('Nothing to look at: no block of shell in 2 files.\n')
  expect(textReport(clean, { ...plainly, quiet: true })).toBe('')
})

test('a place far to the right is shown with what is around it', () => {
  const long = { files: 1, known: 0, ...lint('p.md', `\`\`\`bash\necho ${'x'.repeat(300)}; maas list\n\`\`\`\n`) }
  const [, line = '', mark = ''] = textReport(long, plainly).split('\n')
  expect(line.length).toBeLessThan(200)
  expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('maas list')
})

test('JSON is the document that its schema describes', () => {
  const document = LintDocument.parse(JSON.parse(jsonReport(outcome)))
  expect(document.counts).toEqual({ error: 2, warning: 0, note: 1, disabled: 0, known: 0 })
  expect([document.verdict, LintDocument.parse(JSON.parse(jsonReport(clean))).verdict]).toEqual(['found', 'clean'])
})

test('schemas/lint.schema.json is up to date: node lib/lint/output/schema.ts writes it', () => {
  expect(readFileSync(schemaPath, 'utf8')).toBe(schemaText())
})

describe('SARIF', () => {
  const schema = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  )
  const validate = new Ajv.default({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema)

  test.each([
    ['with findings', outcome],
    ['without', clean],
  ])('%s is valid against the schema of 2.1.0', (_, one) => {
    const valid = validate(JSON.parse(sarifReport(one, allRules)))
    expect({ valid, errors: validate.errors ?? [] }).toEqual({ valid: true, errors: [] })
  })

  test('the schema would refuse what is none', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false)
  })

  test('names every rule, a relative URI, and the region in UTF-16 units', () => {
    const [run] = JSON.parse(sarifReport(outcome, allRules)).runs
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(allRules.map(({ name }) => name))
    expect(run.results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'a%20folder/p.md' },
      region: { startLine: 3, startColumn: 2, endLine: 3, endColumn: 11 },
    })
    expect(run.tool.driver.rules[run.results[0].ruleIndex].id).toBe('maas-list')
  })
})

test('JUnit satisfies Jenkins’ schema, and a note fails nothing', async () => {
  const xml = junitReport(outcome, allRules, { hostname: 'jumphost', at: new Date('2026-11-20T10:00:00Z') })
  const schema = readFileSync(new URL('../../report/junit.xsd', import.meta.url), 'utf8')
  const { valid, errors } = await validateXML({ xml: [{ fileName: 'lint.xml', contents: xml }], schema: [schema] })
  expect({ valid, errors }).toEqual({ valid: true, errors: [] })
  expect(xml).toContain(`tests="${allRules.length}" failures="1" errors="0"`)
  expect(xml).toContain('message="2 findings: ')
})

test('GitLab gets a fingerprint of its own for two findings that are alike', () => {
  const entries = JSON.parse(codeQualityReport({ ...outcome, findings: outcome.findings.flatMap((one) => [one, one]) }))
  expect(new Set(entries.map((one: { fingerprint: string }) => one.fingerprint)).size).toBe(entries.length)
  expect(entries[0]).toEqual({
    description: 'maas list prints API keys. Fix: Call maas <profile> … with the name of the profile, which is in the site file.',
    check_name: 'maas-list',
    fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
    severity: 'critical',
    location: { path: 'a folder/p.md', lines: { begin: 3 } },
  })
})
