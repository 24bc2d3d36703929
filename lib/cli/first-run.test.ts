import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../report/result.ts'
import { bundledScene } from '../run/conditions.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('first-run')
const path = (name: string) => join(gates.scratch, name)
const asking = ['haproxy-zero-down', 'haproxy-config-valid', 'haproxy-runs-its-config', 'no-phantom-resolver', 'vault-unsealed']
/** One of these gates judges by this machine's clock, so the gate that compares clocks is blocked with them. */
const blocked = [...asking, 'clocks-agree']
const selected = asking.flatMap((id) => ['--gate', id])

beforeAll(() => {
  const { answers } = bundledScene({ id: 'units-reachable-by-ssh', phase: 'access' } as never, 'healthy')
  const status = answers.find(({ ask }) => ask.includes('juju status'))?.json ?? expect.fail('no status in the scene')
  writeFileSync(path('status.json'), JSON.stringify(status))
  writeFileSync(path('juju'), `#!/bin/sh\nexec cat ${path('status.json')}\n`, { mode: 0o700 })
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  writeFileSync(path('id_rsa'), privateKey, { mode: 0o600 })
})
afterAll(() => gates.remove())

/** The example cloud with a juju of ours; nothing is ever connected to, since no key is pinned. */
function site(name: string, knownHosts: string): string {
  const example = load(readFileSync(join(gates.project, 'sites/example.yaml'), 'utf8')) as Record<string, unknown>
  const own = {
    ...example,
    name,
    juju: { model: 'openstack', command: path('juju') },
    ssh: { user: 'ubuntu', keyFile: path('id_rsa'), knownHosts },
  }
  writeFileSync(path(`${name}.yaml`), JSON.stringify(own))
  return path(`${name}.yaml`)
}

describe.each([
  ['no file of pinned keys', undefined],
  [
    'a file that pins another machine',
    `bastion.example ssh-ed25519 ${Buffer.from('\0\0\0\x0bssh-ed25519 and so on', 'latin1').toString('base64')}\n`,
  ],
])('the first run, with %s', (_title, text) => {
  const file = path(text === undefined ? 'absent' : 'other_known_hosts')
  const run = async (...more: readonly string[]) => {
    if (text !== undefined) writeFileSync(file, text)
    return gates.run(['run', ...selected, '--site', site(text === undefined ? 'absent' : 'other', file), ...more])
  }

  test('is one unknown with one remedy, and what asks machines is blocked by it', async () => {
    const { code, stdout } = await run('--json')
    const { gates: results, counts } = JSON.parse(stdout) as RunResult
    expect(code).toBe(3)
    expect(counts).toMatchObject({ fail: 0, unknown: 1, skip: blocked.length })
    const [greeter] = results.filter(({ verdict }) => verdict === 'unknown')
    expect(greeter?.id).toBe('units-reachable-by-ssh')
    expect([...new Set(greeter?.causes.map(({ remedy }) => remedy))]).toEqual(['bin/gates trust'])
    expect(greeter?.claims.flatMap(({ findings }) => findings)).toEqual([
      { at: expect.stringMatching(/^\S+ and \d+ more$/), saw: expect.stringContaining('host key is pinned'), fix: 'bin/gates trust' },
    ])
    const skipped = results.filter(({ verdict }) => verdict === 'skip')
    expect(skipped.map(({ id }) => id).toSorted()).toEqual(blocked.toSorted())
    expect(skipped.every(({ reason }) => reason?.startsWith('blocked by units-reachable-by-ssh, which could not look: No '))).toBe(true)
  })

  test('fits on a screen', async () => {
    const { stdout } = await run()
    // The name of the project folder is in some paths. A longer name makes the lines with these paths wrap, so each path may cost a line.
    const paths = stdout.split(gates.scratch).length - 1
    expect(stdout.split('\n').length - paths).toBeLessThan(36)
    expect(stdout.replaceAll(/\s+/g, ' ').replaceAll(gates.scratch, '').length).toBeLessThan(24 * 80)
    expect(stdout).not.toContain('do not answer')
    expect(stdout.match(/(?:type|fix): bin\/gates trust/g)?.length).toBeGreaterThan(0)
  })
})
