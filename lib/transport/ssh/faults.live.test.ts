import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { CouldNotLook } from '../could-not-look.ts'
import type { SshOptions } from './options.ts'
import { freePort, makeKey, removeTestFolders, type Sshd, startSshd, testFolder } from './test-sshd.ts'
import { sshTransport } from './transport.ts'

const folder = testFolder('faults')
const login = makeKey(join(folder, 'id'))
let sshd: Sshd

beforeAll(async () => {
  sshd = await startSshd({ authorized: [login.publicKey], keyTypes: ['ed25519', 'rsa'] })
})
afterAll(async () => {
  await sshd.stop()
  removeTestFolders()
})

function knownHosts(...lines: readonly string[]): string {
  const path = join(testFolder('faults'), `known_hosts-${Math.random().toString(36).slice(2)}`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

function fingerprintOf(publicKey = ''): string {
  return execFileSync('ssh-keygen', ['-lf', '-'], { input: publicKey, encoding: 'utf8' }).split(' ')[1] ?? ''
}

const spec = () => `[${sshd.address}]:${sshd.port}`
const good = () => knownHosts(...sshd.hostKeys.map((key) => `${spec()} ${key}`))

function transportWith(options: Partial<SshOptions>) {
  const transport = sshTransport({ user: sshd.user, port: sshd.port, keyFile: login.file, knownHosts: good(), ...options })
  onTestFinished(() => transport.close())
  const on = { name: 'keystone/0', address: sshd.address }
  const ask = (...argv: readonly string[]) =>
    transport.ask({ kind: 'command', on, argv }, { signal: AbortSignal.timeout(20_000), maxBytes: 10_000 })
  const refusal = (...argv: readonly string[]): Promise<CouldNotLook> =>
    ask(...argv).then(
      (answer) => expect.fail(JSON.stringify(answer)),
      (error) => error,
    )
  return { transport, on, ask, refusal }
}

describe('the host key', () => {
  test('that is not pinned is not a fact about the machine, and the machine is not asked', async () => {
    const path = knownHosts('# nothing yet')
    const { transport, refusal } = transportWith({ knownHosts: path })
    expect(await refusal('true')).toMatchObject({
      kind: 'not-pinned',
      key: 'ssh keystone/0',
      message: `No host key is pinned for keystone/0 (${sshd.address}:${sshd.port}) in ${path}, so the machine was not asked: run bin/gates trust to see its key and pin it`,
      remedy: 'bin/gates trust',
    })
    expect(transport.opened.size).toBe(0)
  })

  test('is not looked for where there is no file', async () => {
    const path = join(folder, 'absent')
    expect(await transportWith({ knownHosts: path }).refusal('true')).toMatchObject({
      kind: 'not-pinned',
      message: `No SSH host key is pinned: there is no ${path} yet`,
      remedy: 'bin/gates trust',
    })
  })

  test('that changed is untrusted, with both fingerprints, and is never accepted', async () => {
    const other = makeKey(join(testFolder('faults'), 'other'))
    const path = knownHosts(`${spec()} ${other.publicKey}`)
    const { refusal } = transportWith({ knownHosts: path })
    const error = await refusal('true')
    expect(error.message).toBe(
      `The host key of keystone/0 (${sshd.address}:${sshd.port}) changed: the machine shows ssh-ed25519 ${fingerprintOf(sshd.hostKeys[0])}, but the key pinned in ${path} is ssh-ed25519 ${fingerprintOf(other.publicKey)}. ` +
        'Either somebody answers in its place (an attack), or the machine was rebuilt: compare the fingerprint on its own console before trusting it',
    )
    expect(error).toMatchObject({ kind: 'untrusted', key: 'ssh keystone/0', remedy: 'bin/gates trust keystone/0' })
    expect(await refusal('true')).toBe(error)
  })

  test('of another type than the pinned one is not a fact about the machine, and is never accepted', async () => {
    const rsaOnly = await startSshd({ authorized: [login.publicKey], keyTypes: ['rsa'] })
    onTestFinished(() => rsaOnly.stop())
    const { transport, refusal } = transportWith({ port: rsaOnly.port, knownHosts: knownHosts(`keystone/0 ${sshd.hostKeys[0]}`) })
    expect(await refusal('true')).toMatchObject({
      kind: 'not-pinned',
      key: 'ssh keystone/0',
      message: `keystone/0 (127.0.0.1:${rsaOnly.port}) offers rsa only; ed25519 is pinned. Either the machine's key of the pinned type was removed (HostKey in sshd_config), or the machine was rebuilt. Before you pin the new key, compare its fingerprint on the machine's own console`,
      remedy: 'bin/gates trust keystone/0',
    })
    expect(transport.opened.size).toBe(0)
  })

  test.each([
    ['key exchange', 'KexAlgorithms sntrup761x25519-sha512@openssh.com'],
    ['cipher', 'Ciphers aes128-cbc'],
  ])('is not reached without a common %s, which is not a fact about the machine', async (_what, line) => {
    const odd = await startSshd({ authorized: [login.publicKey], config: [line] })
    onTestFinished(() => odd.stop())
    const { refusal } = transportWith({ port: odd.port, knownHosts: knownHosts(`keystone/0 ${odd.hostKeys[0]}`) })
    expect(await refusal('true')).toMatchObject({
      kind: 'incompatible',
      key: 'ssh keystone/0',
      message: expect.stringMatching(
        /^keystone\/0 \(127\.0\.0\.1:\d+\) and this program have nothing in common to encrypt with: .*no matching /,
      ),
      remedy: `ssh -v -p ${odd.port} gates@127.0.0.1 true`,
    })
  })

  test('is taken in the type that is pinned', async () => {
    const rsaOnly = knownHosts(`${spec()} ${sshd.hostKeys[1]}`)
    expect(await transportWith({ knownHosts: rsaOnly }).ask('echo', 'hi')).toMatchObject({ stdout: 'hi\n' })
  })

  test('may be pinned under the name of the unit, or hashed as ssh-keygen -H does', async () => {
    expect(await transportWith({ knownHosts: knownHosts(`keystone/0 ${sshd.hostKeys[0]}`) }).ask('echo', 'hi')).toMatchObject({
      stdout: 'hi\n',
    })
    const hashed = good()
    execFileSync('ssh-keygen', ['-q', '-H', '-f', hashed], { stdio: 'ignore' })
    expect(readFileSync(hashed, 'utf8')).toMatch(/^\|1\|/)
    expect(await transportWith({ knownHosts: hashed }).ask('echo', 'hi')).toMatchObject({ stdout: 'hi\n' })
  })

  test('that was revoked is untrusted even when it is pinned too', async () => {
    const [key] = sshd.hostKeys
    const path = knownHosts(`${spec()} ${key}`, `${spec()} ${sshd.hostKeys[1]}`, `@revoked * ${key}`)
    expect(await transportWith({ knownHosts: path }).ask('echo', 'by the other key')).toMatchObject({ exitCode: 0 })
    const bothRevoked = knownHosts(`${spec()} ${key}`, `@revoked * ${key}`)
    expect(await transportWith({ knownHosts: bothRevoked }).refusal('true')).toMatchObject({
      kind: 'untrusted',
      message: `The host key pinned for keystone/0 (${sshd.address}:${sshd.port}) in ${bothRevoked} is marked as revoked there, so the machine was not asked`,
    })
  })
})

describe('the login', () => {
  test('with a key the machine does not know names the user, the key and what was offered', async () => {
    const stranger = makeKey(join(testFolder('faults'), 'stranger'))
    expect(await transportWith({ keyFile: stranger.file }).refusal('true')).toMatchObject({
      kind: 'credential',
      key: 'ssh keystone/0',
      message: `keystone/0 (${sshd.address}:${sshd.port}) refused the login of gates: offered the key ${stranger.file} (ssh-ed25519 ${fingerprintOf(stranger.publicKey)}); it accepts publickey`,
      remedy: `juju add-ssh-key "$(cat ${stranger.file}.pub)"`,
    })
  })

  test('needs a key: missing, encrypted, public or no key at all is each a sentence', async () => {
    const none = 'There is no SSH key to log in with: '
    const encrypted = makeKey(join(testFolder('faults'), 'encrypted'), 'ed25519', 'secret passphrase')
    const refusal = async (keyFile: string) => (await transportWith({ keyFile }).refusal('true')).message
    expect(await refusal(join(folder, 'gone'))).toBe(`${none}the key file ${join(folder, 'gone')} does not exist`)
    expect(await refusal(encrypted.file)).toBe(
      `${none}the key file ${encrypted.file} is encrypted, and a passphrase is never asked for: load it into an agent`,
    )
    expect(await refusal(`${login.file}.pub`)).toBe(`${none}the key file ${login.file}.pub holds a public key; the private one is needed`)
    expect(await refusal('/etc/hostname')).toMatch(
      /^There is no SSH key to log in with: the key file \/etc\/hostname holds no private key we can read: /,
    )
    expect(await refusal('/etc')).toMatch(/^There is no SSH key to log in with: the key file \/etc cannot be read: EISDIR/)
  })

  test('works with a key that only the agent can open', async () => {
    const agentSocket = join(testFolder('faults'), 'agent')
    const agent = execFileSync('ssh-agent', ['-a', agentSocket], { encoding: 'utf8' })
    const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(agent)?.[1])
    onTestFinished(() => void process.kill(pid))
    const { keyFile: _, ...noKey } = { keyFile: undefined, agentSocket }
    const withAgent = (options: Partial<SshOptions>) => {
      const transport = sshTransport({ user: sshd.user, port: sshd.port, knownHosts: good(), ...noKey, ...options })
      onTestFinished(() => transport.close())
      return transport.ask(
        { kind: 'command', on: { name: 'keystone/0', address: sshd.address }, argv: ['echo', 'hi'] },
        { signal: AbortSignal.timeout(9000), maxBytes: 100 },
      )
    }
    await expect(withAgent({})).rejects.toMatchObject({
      kind: 'credential',
      message: 'There is no SSH key to log in with: the agent holds no key',
    })
    execFileSync('ssh-add', ['-q', login.file], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket } })
    expect(await withAgent({})).toMatchObject({ stdout: 'hi\n' })
    expect(await withAgent({ keyFile: join(folder, 'gone') })).toMatchObject({ stdout: 'hi\n' })
  })
})

describe('a machine that cannot be reached', () => {
  test('because nothing listens says so, once for the whole run', async () => {
    const port = await freePort('127.0.0.1')
    const { refusal } = transportWith({ port, knownHosts: knownHosts(`keystone/0 ${sshd.hostKeys[0]}`) })
    const error = await refusal('true')
    expect(error).toMatchObject({
      kind: 'unreachable',
      key: 'ssh keystone/0',
      message: `keystone/0 (127.0.0.1:${port}) refused the connection: no sshd listens there, or a firewall rejects it`,
      remedy: 'juju exec --unit keystone/0 -- systemctl status ssh',
    })
    expect(await refusal('id')).toBe(error)
  })

  test('because its name is unknown says which name', async () => {
    const { transport } = transportWith({ knownHosts: knownHosts(`no-such-host.invalid ${sshd.hostKeys[0]}`) })
    const asked = transport.ask(
      { kind: 'command', on: { name: 'no-such-host.invalid' }, argv: ['true'] },
      { signal: AbortSignal.timeout(9000), maxBytes: 100 },
    )
    await expect(asked).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/no-such-host\.invalid does not resolve$/),
      remedy: 'getent hosts no-such-host.invalid',
    })
  })

  test('because its sshd is stopped is kept apart from one that is down, and fails fast afterwards', async () => {
    const stopped = await startSshd({ authorized: [login.publicKey] })
    onTestFinished(() => stopped.stop())
    stopped.signal('SIGSTOP')
    const { refusal } = transportWith({
      port: stopped.port,
      knownHosts: knownHosts(`keystone/0 ${stopped.hostKeys[0]}`),
      connectTimeoutMs: 500,
    })
    const error = await refusal('true')
    expect(error).toMatchObject({
      kind: 'unreachable',
      message: `connected to keystone/0 (127.0.0.1:${stopped.port}), but it did not speak SSH within 0.5 s: its sshd is stopped or overloaded`,
      remedy: 'juju exec --unit keystone/0 -- systemctl status ssh',
    })
    // The very same error object: nothing was dialled a second time.
    expect(await refusal('true')).toBe(error)
  })

  test('before the deadline of the question is a timeout that says it was still connecting', async () => {
    const { port } = await listen(() => {})
    const { transport, on } = transportWith({ port, knownHosts: knownHosts(`keystone/0 ${sshd.hostKeys[0]}`), connectTimeoutMs: 3000 })
    const asked = transport.ask({ kind: 'command', on, argv: ['true'] }, { signal: AbortSignal.timeout(300), maxBytes: 100 })
    await expect(asked).rejects.toMatchObject({
      kind: 'timeout',
      key: 'ssh keystone/0',
      message: `keystone/0 $ true: no answer within 0.3 s (still connecting to keystone/0 (127.0.0.1:${port}))`,
    })
  })

  const silent =
    'accepted the connection and closed it before it spoke SSH: too many connections (MaxStartups), or it has banned the address that we come from'
  test.each([
    ['hangs up before it speaks', (socket: Socket) => socket.end(), silent],
    ['hangs up half-way', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'closed the connection during the SSH handshake'],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), silent],
  ])('because it %s', async (_title, treat, sentence) => {
    const { port } = await listen(treat)
    const { refusal } = transportWith({ port, knownHosts: knownHosts(`keystone/0 ${sshd.hostKeys[0]}`) })
    expect(await refusal('true')).toMatchObject({ kind: 'unreachable', message: `keystone/0 (127.0.0.1:${port}) ${sentence}` })
  })

  test.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n'.repeat(1100)],
    ['another SSH', 'SSH-banana\r\n'],
  ])('because %s listens there', async (_title, greeting) => {
    const { port } = await listen((socket) => socket.write(greeting))
    const { refusal } = transportWith({ port, knownHosts: knownHosts(`keystone/0 ${sshd.hostKeys[0]}`) })
    expect(await refusal('true')).toMatchObject({
      kind: 'unreachable',
      message: `what listens at keystone/0 (127.0.0.1:${port}) does not speak SSH`,
    })
  })

  test('because it speaks, then stalls, names the large packets', async () => {
    const { port } = await listen((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))
    const { refusal } = transportWith({ port, knownHosts: knownHosts(`keystone/0 ${sshd.hostKeys[0]}`), connectTimeoutMs: 300 })
    expect(await refusal('true')).toMatchObject({
      kind: 'unreachable',
      message: `keystone/0 (127.0.0.1:${port}) speaks SSH, but did not agree on keys within 0.3 s: its sshd is stopped or overloaded, or large packets are lost on the way (MTU)`,
    })
  })
})

test('what sudo refuses over there is a sentence with the account', async () => {
  const { transport, on } = transportWith({})
  const asked = transport.ask(
    { kind: 'command', on, argv: ['id', '-u'], sudo: true },
    { signal: AbortSignal.timeout(9000), maxBytes: 1000 },
  )
  await expect(asked).rejects.toMatchObject({
    kind: 'sudo',
    key: 'sudo keystone/0',
    message:
      'sudo on keystone/0 asks gates for a password: no rule lets it run this without one; asked for: id -u; it said: sudo: a password is required',
  })
})

test('what sudo allows runs as root, and a program sudo cannot find is exit 127', async () => {
  const allowed = await startSshd({ authorized: [login.publicKey], sudoers: 'gates ALL=(root) NOPASSWD: ALL' })
  onTestFinished(() => allowed.stop())
  const { transport, on } = transportWith({ port: allowed.port, knownHosts: knownHosts(`keystone/0 ${allowed.hostKeys[0]}`) })
  const sudo = (...argv: readonly string[]) =>
    transport.ask({ kind: 'command', on, argv, sudo: true }, { signal: AbortSignal.timeout(9000), maxBytes: 1000 })
  expect(await sudo('id', '-u')).toMatchObject({ exitCode: 0, stdout: '0\n' })
  expect(await sudo('no-such-program')).toMatchObject({ exitCode: 127, stderr: 'sudo: no-such-program: command not found\n' })
})

/** A listener that handles each connection with `treat`. */
async function listen(treat: (socket: Socket) => void): Promise<{ readonly port: number; readonly server: Server }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    treat(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const bound = server.address()
  return { server, port: typeof bound === 'object' && bound ? bound.port : 0 }
}
