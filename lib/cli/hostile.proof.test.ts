import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openstackStatus, status } from '../adapters/juju/openstack-status.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('hostile')
const [juju, said, siteFile] = ['juju', 'said', 'site.yaml'].map((name) => join(gates.scratch, name)) as [string, string, string]
afterAll(() => gates.remove())

/** A stand-in for juju that prints whatever the test gave it. */
beforeAll(() => {
  writeFileSync(juju, `#!/bin/sh\nexec cat ${said}\n`)
  chmodSync(juju, 0o755)
  const site = {
    name: 'hostile',
    networks: { lab: { cidr: '127.0.9.0/24' } },
    juju: { command: juju },
    ssh: { knownHosts: join(gates.scratch, 'known_hosts') },
    keystone: { address: '127.0.9.1' },
  }
  writeFileSync(siteFile, dump(site))
})

/** What `gates run` made of that answer, and everything it left to be read. */
async function judged(answer: string | Buffer) {
  writeFileSync(said, answer)
  const { stdout, stderr, code } = await gates.start(['run', '--gate', 'units-settled', '--site', siteFile])
  const reports = join(gates.scratch, 'reports/latest')
  const left = ['report.txt', 'report.html', 'junit.xml', 'result.json'].map((name) => readFileSync(join(reports, name), 'utf8'))
  return {
    code,
    said: stdout.replaceAll(/\s+/g, ' '),
    all: [stdout, stderr, ...left].join('\n'),
  }
}

const commands = '\u001b[2J\u001b]0;owned\u0007\u202e'
/** A model in which one unit has this message. */
function model(message: string): string {
  const reported = openstackStatus()
  reported.applications.cinder.units['cinder/0']['workload-status'] = status('error', message)
  return JSON.stringify(reported)
}

describe('a juju that cannot be trusted is refused in a sentence', () => {
  test.each<[string, () => string | Buffer, string]>([
    ['nested 500,000 deep', () => `{"model": ${'['.repeat(500_000)}${']'.repeat(500_000)}}`, 'juju'],
    ['with 100 MB of it', () => Buffer.alloc(100_000_000, '{"a":1}\n'), 'larger than the limit'],
    ['that is not UTF-8', () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]), 'model'],
    ['with a member __proto__ for its model', () => '{"__proto__": {"model": {"name": "openstack"}}, "applications": {}}', 'model'],
    ['that is a terminal’s commands', () => commands, 'JSON'],
  ])(
    '%s',
    async (_, answer, words) => {
      const { code, said, all } = await judged(answer())
      expect(
        { code, isSaid: said.includes(words), escapes: /[\u001b\u0007\u202e]/.test(all), traces: /\n\s+at .*:\d+:\d+/.test(all) },
        said,
      ).toEqual({
        code: 3,
        isSaid: true,
        escapes: false,
        traces: false,
      })
    },
    120_000,
  )
})

test('a unit whose words command a terminal is reported, and commands none', async () => {
  const { said, all } = await judged(model(`hook failed ${commands}`))
  expect(said).toContain('hook failed \\u202e')
  expect(all).not.toMatch(/[\u001b\u0007\u202e]/)
})
