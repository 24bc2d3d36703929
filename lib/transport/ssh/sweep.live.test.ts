import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeKey, removeTestFolders, type Sshd, startSshd, testFolder } from './test-sshd.ts'
import { sshTransport } from './transport.ts'

const folder = testFolder('sweep')
const login = makeKey(join(folder, 'id'))
const knownHosts = join(folder, 'known_hosts')
const port = 20_000 + (process.pid % 10_000)
let sshds: readonly Sshd[]

beforeAll(async () => {
  sshds = await Promise.all(
    Array.from({ length: 12 }, (_, n) => startSshd({ authorized: [login.publicKey], address: `127.0.0.${n + 20}`, port })),
  )
  writeFileSync(knownHosts, sshds.map(({ address, hostKeys }) => `[${address}]:${port} ${hostKeys[0]}\n`).join(''))
})
afterAll(async () => {
  await Promise.all(sshds.map((one) => one.stop()))
  removeTestFolders()
})

test('12 units cost one connection each, and a second question to each costs none', async () => {
  const transport = sshTransport({ user: 'gates', port, keyFile: login.file, knownHosts })
  const sweep = () =>
    Promise.all(
      sshds.map(({ address }, n) =>
        transport.ask(
          { kind: 'command', on: { name: `unit/${n}`, address }, argv: ['echo', address] },
          { signal: AbortSignal.timeout(20_000), maxBytes: 1000 },
        ),
      ),
    )
  for (let round = 0; round < 3; round++) {
    const answers = await sweep()
    expect(answers.map((answer) => answer.kind === 'command' && answer.stdout)).toEqual(sshds.map(({ address }) => `${address}\n`))
  }
  expect(new Map(transport.opened)).toEqual(new Map(sshds.map((_, n) => [`unit/${n}`, 1])))
  await transport.close()
})

test('the key exchange is curve25519, whose cost a sweep does not notice', async () => {
  expect(sshds.map(({ logFile }) => /kex: algorithm: (\S+)/.exec(readFileSync(logFile, 'utf8'))?.[1])).toEqual(
    sshds.map(() => expect.stringMatching(/^curve25519-sha256/)),
  )
})
