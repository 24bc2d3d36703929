import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createVault } from '../../../lib/adapters/vault/index.ts'
import { vaultStatus } from '../../../lib/adapters/vault/status.ts'
import { Site } from '../../../lib/phase/site.ts'
import type { Ask } from '../../../lib/transport/ask.ts'
import { refuseWrites } from '../../../lib/transport/guard.ts'
import { localTransport } from '../../../lib/transport/local.ts'
import { gatesRun, notPassed } from '../../gates-run.ts'
import { end } from '../../host/process.ts'
import { attempt } from '../../host/run.ts'
import { makeStateDir } from '../../host/state.ts'
import { type InitOptions, installVault, type VaultState, writeInitFile } from './index.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(makeStateDir(), 'test-vault-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const siteWith = (vault: object) => ({
  name: 'lab-vault',
  networks: { lab: { cidr: '127.0.9.0/24' } },
  ssh: { knownHosts: join(dir, 'known_hosts') },
  keystone: { address: '127.0.9.1' },
  vault,
})

describe('what the stand-in says is understood', () => {
  const facts: readonly (readonly [VaultState, object])[] = [
    ['open', { runs: true, initialized: true, sealed: false, storage: 'mysql', haEnabled: false }],
    ['sealed', { runs: true, initialized: true, sealed: true, progress: '1 of 3' }],
    ['not initialized', { runs: true, initialized: false, sealed: true }],
    ['not running', { runs: false }],
    ['ha', { runs: true, haEnabled: true }],
    ['raft', { runs: true, storage: 'raft' }],
  ]
  test.each(facts)('%s', async (state, fact) => {
    installVault(dir, state)
    const argv = vaultStatus(8220).argv.map((word) => (word === '/snap/bin/vault' ? join(dir, word) : word))
    expect(vaultStatus(8220).parse({ kind: 'command', ...(await attempt(argv)) })).toMatchObject(fact)
  })

  test('and anything but a status it refuses', async () => {
    installVault(dir, 'open')
    expect(await attempt([join(dir, 'snap/bin/vault'), 'operator', 'unseal'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('this stand-in only answers'),
    })
  })
})

describe('a real init file is judged, and none of its keys leaves it', () => {
  const today = new Date().toISOString().slice(0, 10)

  test.each<[string, InitOptions, string, readonly string[]]>([
    ['whole and private', {}, 'pass', []],
    ['with four keys', { keys: 4 }, 'fail', ['4 unseal keys']],
    ['without a root token', { rootToken: false }, 'fail', ['0 root tokens']],
    ['open to everybody', { mode: 0o644 }, 'fail', ['has mode 0644']],
  ])('%s', async (_, options, verdict, says) => {
    const [initFile, siteFile, out] = ['init.txt', 'site.yaml', 'out'].map((name) => join(dir, name)) as [string, string, string]
    const secrets = writeInitFile(initFile, options)
    writeFileSync(siteFile, dump(siteWith({ initFile, offHostCopy: { where: 'a safe', made: today } })))
    const { result, stderr } = await gatesRun([
      '--gate',
      'vault-init-captured',
      '--site',
      siteFile,
      '--report-dir',
      out,
      '--record',
      join(out, 'recording'),
    ])
    const reported = JSON.stringify(result)
    const written = globSync('**/*', { cwd: out })
      .filter((name) => statSync(join(out, name)).isFile())
      .map((name) => readFileSync(join(out, name), 'latin1'))
    expect(written.length).toBeGreaterThan(2)
    const leaked = secrets.filter((secret) => [reported, stderr, ...written].some((text) => text.includes(secret)))
    const verdicts = notPassed(result)['vault-init-captured'] ?? 'pass'
    expect({ verdict: verdicts, unsaid: says.filter((words) => !reported.includes(words)), leaked }).toEqual({
      verdict,
      unsaid: [],
      leaked: [],
    })
  })
})

describe('a key on a real command line', () => {
  const transport = localTransport()
  afterAll(() => transport.close())
  const key = randomBytes(33).toString('base64')

  /** The count for this machine, with everything that was asked and answered. */
  async function looked() {
    const said: string[] = []
    const ask: Ask = async (question) => {
      refuseWrites(question)
      if (question.kind !== 'command') throw new Error('a command was expected')
      const answer = await transport.ask(question, { signal: AbortSignal.timeout(10_000), maxBytes: 100_000 })
      said.push(JSON.stringify([question, answer]))
      return answer
    }
    const { seen } = await createVault(ask, Site.parse(siteWith({}))).commandLines([])
    return { seen, said: said.join('\n') }
  }

  /** A process that shows this command line and does nothing. */
  async function showing(...argv: readonly string[]) {
    const child = spawn('/bin/sh', ['-c', 'while :; do sleep 1; done', ...argv.slice(1)], { argv0: argv[0] as string, stdio: 'ignore' })
    onTestFinished(() => end(child.pid as number, 'SIGKILL'))
    await new Promise((resolve) => child.once('spawn', resolve))
  }

  test('is counted, and stays where it is', async () => {
    await showing('sh', 'vault', 'operator', 'unseal', key)
    const { seen, said } = await looked()
    expect(seen).toEqual([{ unit: 'jumphost', withKey: 1, readable: expect.any(Number) }])
    expect(seen[0]?.readable).toBeGreaterThan(0)
    expect(said).not.toContain(key)
  })

  test('is none where vault asks for it', async () => {
    await showing('sh', 'vault', 'operator', 'unseal')
    expect((await looked()).seen[0]?.withKey).toBe(0)
  })
})
