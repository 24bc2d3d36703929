import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { CouldNotLook } from '../could-not-look.ts'
import { freePort, makeKey, removeTestFolders, type Sshd, startSshd, testFolder } from './test-sshd.ts'
import { sshTransport } from './transport.ts'

const folder = testFolder('jump')
const login = makeKey(join(folder, 'id'))
let bastion: Sshd
let unit: Sshd

beforeAll(async () => {
  bastion = await startSshd({ authorized: [login.publicKey], address: '127.0.0.9' })
  unit = await startSshd({ authorized: [login.publicKey] })
})
afterAll(async () => {
  await Promise.all([bastion.stop(), unit.stop()])
  removeTestFolders()
})

const pinOf = ({ address, port, hostKeys }: Sshd) => `[${address}]:${port} ${hostKeys[0]}\n`

function by(way: Sshd, knownHosts: string, port = unit.port, name = `known_hosts-${Math.random()}`) {
  const path = join(folder, name)
  writeFileSync(path, knownHosts)
  const transport = sshTransport({
    user: unit.user,
    port,
    keyFile: login.file,
    knownHosts: path,
    jumpHost: { host: way.address, port: way.port },
    connectTimeoutMs: 2000,
  })
  onTestFinished(() => transport.close())
  const ask = (unitName = 'keystone/0') =>
    transport.ask(
      { kind: 'command', on: { name: unitName, address: unit.address }, argv: ['printenv', 'SSH_CONNECTION'] },
      { signal: AbortSignal.timeout(9000), maxBytes: 1000 },
    )
  const refusal = (unitName?: string): Promise<CouldNotLook> =>
    ask(unitName).then(
      () => expect.fail('answered'),
      (error) => error,
    )
  return { path, transport, ask, refusal }
}

describe('by way of a jump host', () => {
  test('each target has its own connection inside the one to the jump host', async () => {
    const { transport, ask } = by(bastion, pinOf(bastion) + pinOf(unit))
    const answers = await Promise.all([ask('keystone/0'), ask('keystone/0'), ask('glance/0')])
    expect(answers.map((answer) => answer.kind === 'command' && answer.exitCode)).toEqual([0, 0, 0])
    expect(new Map([...transport.opened].sort())).toEqual(
      new Map([
        ['glance/0', 1],
        ['jump host 127.0.0.9', 1],
        ['keystone/0', 1],
      ]),
    )
  })

  test('an unpinned jump host is the root cause, one for all targets', async () => {
    const { path, refusal } = by(bastion, pinOf(unit))
    const error = await refusal('keystone/0')
    expect(error).toMatchObject({
      kind: 'not-pinned',
      key: 'ssh jump host 127.0.0.9',
      message: `No host key is pinned for jump host 127.0.0.9 (127.0.0.9:${bastion.port}) in ${path}, so the machine was not asked: run bin/gates trust to see its key and pin it`,
      remedy: 'bin/gates trust',
    })
    expect(await refusal('glance/0')).toBe(error)
  })

  test('an unpinned target is the fault of the target', async () => {
    const { path, refusal } = by(bastion, pinOf(bastion))
    expect(await refusal()).toMatchObject({
      kind: 'not-pinned',
      key: 'ssh keystone/0',
      message: `No host key is pinned for keystone/0 (127.0.0.1:${unit.port} by way of 127.0.0.9) in ${path}, so the machine was not asked: run bin/gates trust to see its key and pin it`,
    })
  })

  test('a target that refuses the jump host is named, and the way to it', async () => {
    const port = await freePort('127.0.0.1')
    expect(await by(bastion, `${pinOf(bastion)}keystone/0 ${unit.hostKeys[0]}\n`, port).refusal()).toMatchObject({
      kind: 'unreachable',
      key: 'ssh keystone/0',
      message: `keystone/0 (127.0.0.1:${port} by way of 127.0.0.9) refused the connection: no sshd listens there, or a firewall rejects it`,
    })
  })

  test('a jump host that forbids forwarding is named', async () => {
    const strict = await startSshd({ authorized: [login.publicKey], address: '127.0.0.9', config: ['AllowTcpForwarding no'] })
    onTestFinished(() => strict.stop())
    expect((await by(strict, pinOf(strict) + pinOf(unit)).refusal()).message).toBe(
      `the jump host cannot reach keystone/0 (127.0.0.1:${unit.port} by way of 127.0.0.9), or forbids forwarding to it (AllowTcpForwarding, PermitOpen): (SSH) Channel open failure: open failed`,
    )
  })

  test('a dead jump host is unreachable, and named as such', async () => {
    const gone = await startSshd({ authorized: [login.publicKey], address: '127.0.0.9' })
    await gone.stop()
    expect(await by(gone, pinOf(gone) + pinOf(unit)).refusal()).toMatchObject({
      kind: 'unreachable',
      key: 'ssh jump host 127.0.0.9',
      message: `jump host 127.0.0.9 (127.0.0.9:${gone.port}) refused the connection: no sshd listens there, or a firewall rejects it`,
    })
  })

  test('a connection to the jump host that dies is opened again for the next question', async () => {
    const own = await startSshd({ authorized: [login.publicKey], address: '127.0.0.9' })
    onTestFinished(() => own.stop())
    const { transport, ask } = by(own, pinOf(own) + pinOf(unit))
    await ask()
    own.cut()
    await new Promise((done) => setTimeout(done, 200))
    expect(await ask()).toMatchObject({ exitCode: 0 })
    expect(transport.opened.get('jump host 127.0.0.9')).toBe(2)
  })
})
