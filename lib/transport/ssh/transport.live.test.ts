import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { conformance } from '../conformance.ts'
import { makeKey, removeTestFolders, type Sshd, startSshd, testFolder } from './test-sshd.ts'
import { sshTransport } from './transport.ts'

const folder = testFolder('transport')
const login = makeKey(join(folder, 'id'))
const servers: Sshd[] = []

async function server(options: Partial<Parameters<typeof startSshd>[0]> = {}): Promise<Sshd> {
  const one = await startSshd({ authorized: [login.publicKey], ...options })
  servers.push(one)
  return one
}

/** A known_hosts file that pins these servers. */
function pinned(...sshds: readonly Sshd[]): string {
  const path = join(testFolder('transport'), `known_hosts-${Math.random().toString(36).slice(2)}`)
  writeFileSync(path, sshds.flatMap(({ address, port, hostKeys }) => hostKeys.map((key) => `[${address}]:${port} ${key}\n`)).join(''))
  return path
}

afterAll(async () => {
  await Promise.all(servers.map((one) => one.stop()))
  removeTestFolders()
})

conformance('ssh', async () => {
  const sshd = await server()
  const transport = sshTransport({ user: sshd.user, port: sshd.port, keyFile: login.file, knownHosts: pinned(sshd) })
  return { transport, on: { name: 'keystone/0', address: sshd.address }, kill: async () => sshd.cut() }
})

describe('a connection', () => {
  test('is opened once for 12 questions that come at the same moment', async () => {
    const sshd = await server()
    const transport = sshTransport({ user: sshd.user, port: sshd.port, keyFile: login.file, knownHosts: pinned(sshd) })
    const on = { name: 'keystone/0', address: sshd.address }
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        transport.ask({ kind: 'command', on, argv: ['echo', `${n}`] }, { signal: AbortSignal.timeout(10_000), maxBytes: 1000 }),
      ),
    )
    expect(answers.map((answer) => answer.kind === 'command' && answer.stdout)).toEqual(Array.from({ length: 12 }, (_, n) => `${n}\n`))
    expect([...transport.opened]).toEqual([['keystone/0', 1]])
    await transport.close()
  })

  test('waits for a place where sshd allows fewer sessions than we use', async () => {
    const sshd = await server({ config: ['MaxSessions 2'] })
    const transport = sshTransport({ user: sshd.user, port: sshd.port, keyFile: login.file, knownHosts: pinned(sshd) })
    const on = { name: 'keystone/0', address: sshd.address }
    const naps = Array.from({ length: 8 }, () =>
      transport.ask({ kind: 'command', on, argv: ['sleep', '0.1'] }, { signal: AbortSignal.timeout(10_000), maxBytes: 1000 }),
    )
    expect((await Promise.all(naps)).map((answer) => answer.kind === 'command' && answer.exitCode)).toEqual(naps.map(() => 0))
    await transport.close()
  })

  test('that opens no session at all is unreachable, and says what may forbid it', async () => {
    const sshd = await server({ config: ['MaxSessions 0'] })
    const transport = sshTransport({ user: sshd.user, port: sshd.port, keyFile: login.file, knownHosts: pinned(sshd) })
    const on = { name: 'keystone/0', address: sshd.address }
    const asked = transport.ask({ kind: 'command', on, argv: ['id'] }, { signal: AbortSignal.timeout(10_000), maxBytes: 1000 })
    await expect(asked).rejects.toMatchObject({
      kind: 'unreachable',
      key: 'ssh keystone/0',
      message: `keystone/0 $ id: keystone/0 (127.0.0.1:${sshd.port}) is connected but opened no session for this question (MaxSessions reached, or commands are not permitted): (SSH) Channel open failure: open failed`,
    })
    await transport.close()
  })
})
