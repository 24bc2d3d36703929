import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import type { CommandAnswer } from '../question.ts'
import { makeKey, removeTestFolders, type SshdOptions, startSshd, testFolder } from './test-sshd.ts'
import { sshTransport } from './transport.ts'

const folder = testFolder('login-shell')
const login = makeKey(join(folder, 'id'))
afterAll(removeTestFolders)

/** A machine with an account set up like this, and the sentences its transport reported besides answers. */
async function machine(account: Pick<SshdOptions, 'bashrc' | 'shell' | 'sudoers'>) {
  const sshd = await startSshd({ authorized: [login.publicKey], ...account })
  const knownHosts = join(testFolder('login-shell'), `known_hosts-${sshd.port}`)
  writeFileSync(knownHosts, `keystone/0 ${sshd.hostKeys[0]}\n`)
  const said: string[] = []
  const onNoise = (sentence: string) => void said.push(sentence)
  const transport = sshTransport({ user: sshd.user, port: sshd.port, keyFile: login.file, knownHosts, onNoise })
  onTestFinished(async () => {
    await transport.close()
    await sshd.stop()
  })
  const on = { name: 'keystone/0', address: sshd.address }
  const ask = (argv: readonly string[], more: { readonly sudo?: true; readonly maxBytes?: number } = {}) => {
    const { maxBytes = 10_000, ...question } = more
    return transport.ask(
      { kind: 'command', on, argv, ...question },
      { signal: AbortSignal.timeout(9000), maxBytes },
    ) as Promise<CommandAnswer>
  }
  return { ask, said, at: `keystone/0 (127.0.0.1:${sshd.port})` }
}

test('a .bashrc that ends in exit 0 is not an answer of the command: not even true has answered', async () => {
  const { ask, at } = await machine({ bashrc: 'exit 0\n' })
  await expect(ask(['true'])).rejects.toMatchObject({
    kind: 'not-understood',
    key: 'login shell keystone/0',
    message: `keystone/0 $ true: the login shell of gates on ${at} ended (exit 0) before the command began, and printed nothing`,
    remedy: "juju exec --unit keystone/0 -- 'getent passwd gates; tail -n 5 ~gates/.bashrc'",
  })
})

test('what it printed instead is quoted, without what a terminal would obey', async () => {
  const { ask, at } = await machine({ bashrc: 'printf "\\033[2Jdown for\\nmaintenance"; exit 3\n' })
  await expect(ask(['id'])).rejects.toMatchObject({
    message: `keystone/0 $ id: the login shell of gates on ${at} ended (exit 3) before the command began, and printed "[2Jdown for maintenance"`,
  })
})

test('an account that may not log in says so itself', async () => {
  const { ask, at } = await machine({ shell: '/usr/sbin/nologin' })
  await expect(ask(['id'])).rejects.toMatchObject({
    message: `keystone/0 $ id: the login shell of gates on ${at} ended (exit 1) before the command began, and printed "This account is currently not available."`,
  })
})

test('a .bashrc that prints changes no answer, and is named once', async () => {
  const { ask, said, at } = await machine({
    bashrc: 'echo "Welcome to the cloud"; echo careful >&2\ntrap "echo bye; echo bye >&2" EXIT\n',
    sudoers: 'gates ALL=(root) NOPASSWD: ALL',
  })
  expect(await ask(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({
    kind: 'command',
    exitCode: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  })
  expect(await ask(['id', '-u'], { sudo: true })).toMatchObject({ exitCode: 0, stdout: '0\n', stderr: '' })
  expect(await ask(['printf', '12345678'], { maxBytes: 8 })).toMatchObject({ stdout: '12345678' })
  expect(said).toEqual([
    `the login shell of gates on ${at} printed "Welcome to the cloud careful" before a command; that output was left out of the answer`,
  ])
})

test.each(['exec 2>&1\n', 'exec 2>/dev/null\n'])('a .bashrc that sends stderr elsewhere leaves no answer: %j', async (bashrc) => {
  const { ask, at } = await machine({ bashrc })
  await expect(ask(['grep', '-r', 'x', '/root'])).rejects.toMatchObject({
    kind: 'not-understood',
    key: 'login shell keystone/0',
    message: expect.stringContaining(`what a command of gates on ${at} prints on stderr does not arrive on stderr`),
  })
})

test('a .bashrc that prints each line does not get its lines into the answer', async () => {
  const { ask } = await machine({ bashrc: 'set -xv\n' })
  expect(await ask(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
})

test('a shell that is gone before its command leaves half an answer, which is none', async () => {
  const { ask, at } = await machine({})
  await expect(ask(['sh', '-c', 'echo half; kill -KILL $PPID; sleep 0.2'])).rejects.toMatchObject({
    kind: 'not-understood',
    message: `keystone/0 $ sh -c 'echo half; kill -KILL $PPID; sleep 0.2': the shell on ${at} ended (exit 137) before the command ended`,
  })
})

test('a shell that knows only its own words, as dash does, runs the same line', async () => {
  const { ask } = await machine({ shell: '/bin/dash' })
  expect(await ask(['printf', '%s', `it's "both" \\ $HOME !`])).toMatchObject({ exitCode: 0, stdout: `it's "both" \\ $HOME !` })
})
