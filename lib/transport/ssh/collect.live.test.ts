import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CouldNotLook } from '../could-not-look.ts'
import { collectHostKeys } from './collect.ts'
import { pin } from './pin.ts'
import { freePort, makeKey, removeTestFolders, type Sshd, startSshd, testFolder } from './test-sshd.ts'
import { sshTransport } from './transport.ts'

const folder = testFolder('collect')
const login = makeKey(join(folder, 'id'))
const knownHosts = join(folder, 'new', 'known_hosts')
const on = { name: 'keystone/0', address: '127.0.0.1' }
let sshd: Sshd

beforeAll(async () => {
  sshd = await startSshd({ authorized: [login.publicKey], keyTypes: ['rsa', 'ecdsa', 'ed25519'] })
})
afterAll(async () => {
  await sshd.stop()
  removeTestFolders()
})

const options = () => ({ user: sshd.user, port: sshd.port, keyFile: login.file, knownHosts })

test('every type a machine offers is collected without a login, ed25519 first, with the fingerprint ssh-keygen shows', async () => {
  const keys = await collectHostKeys([on], options())
  expect(keys.map(({ type }) => type)).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa'])
  expect(keys.map(({ type, key }) => `${type} ${key}`).sort()).toEqual(
    sshd.hostKeys.map((line) => line.split(' ').slice(0, 2).join(' ')).sort(),
  )
  const shown = execFileSync('ssh-keygen', ['-lf', '-'], {
    input: keys.map(({ type, key }) => `${type} ${key}`).join('\n'),
    encoding: 'utf8',
  })
  expect(keys.map(({ fingerprint }) => fingerprint)).toEqual(
    shown
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[1]),
  )
  expect(readFileSync(sshd.logFile, 'utf8')).not.toMatch(/userauth-request|Accepted/)
})

test('pinned, they let us in; ssh-keygen and ssh read the file too', async () => {
  await pin(knownHosts, await collectHostKeys([on], options()))
  expect(statSync(knownHosts).mode & 0o777).toBe(0o600)
  const transport = sshTransport(options())
  expect(
    await transport.ask({ kind: 'command', on, argv: ['echo', 'hi'] }, { signal: AbortSignal.timeout(9000), maxBytes: 100 }),
  ).toMatchObject({ stdout: 'hi\n' })
  await transport.close()
  const found = execFileSync('ssh-keygen', ['-F', `[${on.address}]:${sshd.port}`, '-f', knownHosts], { encoding: 'utf8' })
  expect(found.match(/ssh-ed25519|ecdsa-sha2-nistp256|ssh-rsa/g)).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa'])
  expect(existsSync(knownHosts)).toBe(true)
})

test('a machine that shows no key is kept apart and hides no other', async () => {
  const port = await freePort('127.0.0.77')
  const silent: [string, CouldNotLook][] = []
  const both = [on, { name: 'glance/0', address: '127.0.0.77' }]
  const keys = await collectHostKeys(both, { ...options(), onSilent: (target, why) => silent.push([target.name, why]) })
  expect(keys.map(({ target }) => target)).toEqual(['keystone/0', 'keystone/0', 'keystone/0'])
  expect(silent).toMatchObject([
    [
      'glance/0',
      {
        kind: 'unreachable',
        message: `glance/0 (127.0.0.77:${sshd.port}) refused the connection: no sshd listens there, or a firewall rejects it`,
      },
    ],
  ])
  await expect(collectHostKeys([on], { ...options(), port })).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'unreachable' })
})

test('by way of a jump host whose own key is pinned', async () => {
  const path = join(folder, 'jump')
  writeFileSync(path, `[${sshd.address}]:${sshd.port} ${sshd.hostKeys[0]}\n`)
  const keys = await collectHostKeys([on], { ...options(), knownHosts: path, jumpHost: { host: sshd.address, port: sshd.port } })
  expect(keys.map(({ type }) => type)).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa'])
})
