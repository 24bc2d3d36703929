import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('run-site')
afterAll(gates.remove)

const site = join(gates.scratch, 'mine.yaml')
const good = `name: mine
networks:
  provider: { cidr: 10.12.4.0/22, vips: { from: 10.12.4.50, to: 10.12.4.60 } }
hosts: { maas: 10.12.4.10 }
ssh: { knownHosts: known_hosts }
keystone: { address: 10.12.4.50 }
`

test.each([
  ['a wrong key', good.replace('hosts:', 'host:'), 'mine.yaml: wanted only known keys, received host. See sites/example.yaml'],
  [
    'an address outside its network',
    good.replace('to: 10.12.4.60', 'to: 10.12.9.60'),
    'mine.yaml: networks.provider.vips.to: wanted an address inside 10.12.4.0/22, received 10.12.9.60',
  ],
  [
    'two hosts with one address',
    good.replace('maas: 10.12.4.10', 'maas: 10.12.4.10, juju: 10.12.4.10'),
    'mine.yaml: hosts.juju: wanted an address that maas does not have, received 10.12.4.10',
  ],
  [
    'a want that no gate has',
    `${good}want: { helm-checksum: { sha265: x } }`,
    /^site mine: want\.helm-checksum\.sha265: wanted one of path, sha256.*, received sha265/,
  ],
  [
    'a want of another type',
    `${good}want: { helm-checksum: { path: 3 } }`,
    'site mine: want.helm-checksum.path: wanted a string such as "/usr/bin/helm", received 3',
  ],
])('%s in the site file is one sentence with file, place, wanted and received, and exit 2', async (_what, text, sentence) => {
  writeFileSync(site, text)
  const { code, stdout, stderr } = await gates.run(['run', '--phase', '07', '--site', site])
  expect({ code, stdout, stderr: stderr.replaceAll(`${gates.scratch}/`, '') }).toEqual({
    code: 2,
    stdout: '',
    stderr:
      typeof sentence === 'string' ? `gates: ${sentence}\n` : expect.stringMatching(new RegExp(`^gates: ${sentence.source.slice(1)}`)),
  })
})

test('a copy of another site’s file that still has its name is refused, before anything is asked', async () => {
  writeFileSync(site, good.replace('name: mine', 'name: example'))
  const { code, stdout, stderr } = await gates.run(['run', '--phase', '07', '--site', site])
  expect({ code, stdout, stderr: stderr.replaceAll(`${gates.scratch}/`, '') }).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'gates: mine.yaml: name: wanted mine, to match the name of the file; otherwise every report would name the wrong site, received example\n',
  })
})

test('a site file that is not there is one sentence, and exit 2', async () => {
  const { code, stdout, stderr } = await gates.run(['run', '--phase', '07', '--site', join(gates.scratch, 'absent.yaml')], {
    cwd: gates.scratch,
  })
  expect({ code, stdout, stderr: stderr.replaceAll(`${gates.scratch}/`, '') }).toEqual({
    code: 2,
    stdout: '',
    stderr: 'gates: There is no site file absent.yaml. Make one with "cp ../../sites/example.yaml absent.yaml"\n',
  })
})

test('a site without a management cluster is one cause for every gate that asks for it', async () => {
  writeFileSync(site, `${good}caFile: absent.pem\n`)
  const asking = ['mgmt-api-answers', 'k8s-features-enabled', 'mgmt-server-active', 'mgmt-parked-as-declared', 'mgmt-single-homed']
  const { code, stdout } = await gates.run(['run', ...asking.flatMap((id) => ['--gate', id]), '--site', site, '--json'])
  const { gates: results } = JSON.parse(stdout) as RunResult
  expect(code).toBe(3)
  const causes = results.filter(({ id }) => asking.includes(id)).map(({ id, verdict, causes: [one] }) => [id, verdict, one?.key])
  expect(causes.toSorted()).toEqual(asking.map((id) => [id, 'unknown', 'site mgmt']).toSorted())
})
