import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ssh2, { type Connection } from 'ssh2'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { removeTestFolders, testFolder } from './test-sshd.ts'
import { sshTransport } from './transport.ts'

afterAll(removeTestFolders)

/** A server that sends this text at the login, then closes the connection, as sshd does where PAM refuses the account. */
async function closing(banner: string) {
  const folder = testFolder('closed-to-users')
  const hostKey = ssh2.utils.generateKeyPairSync('ed25519')
  const login = ssh2.utils.generateKeyPairSync('ed25519')
  writeFileSync(join(folder, 'id'), login.private, { mode: 0o600 })
  const server = new ssh2.Server({ hostKeys: [hostKey.private], banner }, (client: Connection) => {
    client.on('error', () => {})
    client.on('authentication', () => setImmediate(() => client.end()))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  const { port } = server.address() as { readonly port: number }
  writeFileSync(join(folder, 'known_hosts'), `keystone/0 ${hostKey.public}\n`)
  const transport = sshTransport({ user: 'ubuntu', port, keyFile: join(folder, 'id'), knownHosts: join(folder, 'known_hosts') })
  onTestFinished(async () => {
    await transport.close()
    server.close()
  })
  const question = { kind: 'command', on: { name: 'keystone/0', address: '127.0.0.1' }, argv: ['true'] } as const
  return transport.ask(question, { signal: AbortSignal.timeout(9000), maxBytes: 1000 })
}

test('a machine that boots says so, and is not blamed for its sshd', async () => {
  const booting = '"System is booting up. Unprivileged users are not permitted to log in yet. Please come back later."\n'
  await expect(closing(booting)).rejects.toMatchObject({
    kind: 'unreachable',
    key: 'ssh keystone/0',
    message: expect.stringMatching(/lets no account but root log in at the moment: it boots .* it said "System is booting up/),
  })
})
