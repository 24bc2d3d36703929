import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { exampleResult } from './example.ts'
import { junitReport } from './junit.ts'
import type { RunResult, WaiverResult } from './result.ts'

const schema = await readFile(new URL('junit.xsd', import.meta.url), 'utf8')
const waiver: WaiverResult = {
  state: 'expired',
  message: 'expired on 2026-03-01, so it covers nothing',
  gate: 'haproxy-zero-down',
  at: 'keystone/1',
  covers: ['DOWN'],
  owner: 'ops',
  ticket: '7',
  expires: '2026-03-01',
}
const unreadable: WaiverResult = { state: 'unreadable', message: 'w.yaml: waivers.0: wanted ]]> and "<"' }
const result: RunResult = {
  ...exampleResult,
  run: { ...exampleResult.run, waiversNotRead: 'w.yaml: wanted valid YAML' },
  waivers: [waiver, { ...waiver, state: 'in use', message: 'covers 1 finding until 2026-03-01' }, unreadable, unreadable],
}
const report = (strict: boolean) => junitReport(result, { hostname: 'jumphost', strict })

test('each waiver is a case with a name of its own, and a file that could not be read is an error', async () => {
  const xml = report(false)
  const suite = xml.slice(xml.indexOf('<testsuite name="gates.waivers"'))
  expect((await validateXML({ xml, schema, maxMemoryPages: 4096 })).errors).toEqual([])
  expect([...suite.matchAll(/<testcase [^>]*name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
    'the file of waivers was read',
    'haproxy-zero-down at keystone/1: DOWN (ticket 7, ops)',
    'haproxy-zero-down at keystone/1: DOWN (ticket 7, ops) (2)',
    'a waiver that cannot be read',
    'a waiver that cannot be read (2)',
  ])
  expect(suite).toContain('<error message="w.yaml: wanted valid YAML" type="could not look">')
  expect(suite).toContain('<system-out><![CDATA[expired: expired on 2026-03-01, so it covers nothing]]></system-out>')
  expect(suite).toContain('failures="0" errors="1"')
})

test('with --strict, one that needs attention is a failure and one in use is not', async () => {
  const xml = report(true)
  const suite = xml.slice(xml.indexOf('<testsuite name="gates.waivers"'))
  expect((await validateXML({ xml, schema, maxMemoryPages: 4096 })).errors).toEqual([])
  expect(suite).toContain('failures="3" errors="1"')
  expect(suite.match(/<failure /g)).toHaveLength(3)
})

test('a run without waivers has no suite of them', () => {
  expect(junitReport(exampleResult, { hostname: 'jumphost' })).not.toContain('gates.waivers')
})
