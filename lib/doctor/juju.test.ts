import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectDir, sitesDir } from '../phase/project.ts'
import { readSite } from '../phase/read-site.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { sshOptionsOf } from '../transport/ssh/site-options.ts'
import { checkJuju } from './juju.ts'
import { checkNode } from './node.ts'
import { checkSsh } from './ssh.ts'

const site = readSite(join(sitesDir, 'example.yaml'))
const scratch = mkdtempSync(join(projectDir, 'reports', 'test-doctor-juju-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const answers =
  (stdout: string, exitCode = 0, stderr = '') =>
  async () => ({ kind: 'command' as const, exitCode, stdout, stderr })
const program = async (ask: Parameters<typeof checkJuju>[0], of = site) => (await checkJuju(ask, of, scratch))[0]

describe('juju', () => {
  test.each(['3.6.8-ubuntu-amd64\n', '2.9.42-ubuntu-amd64\n', '4.0-beta1\n'])('%j is fine', async (said) => {
    expect(await program(answers(said))).toEqual({ state: 'fine', what: 'juju', saw: `${said.trim()} (juju)` })
  })

  test.each([
    ['2.8.10-focal-amd64\n', '2.8.10-focal-amd64, wanted 2.9 or newer', 'sudo snap refresh juju'],
    ['', 'juju version says "", which is not a version', 'sudo snap install juju'],
    ['hello\n', 'juju version says "hello", which is not a version', 'sudo snap install juju'],
  ])('%j is wrong', async (said, saw, remedy) => {
    expect(await program(answers(said))).toEqual({ state: 'wrong', what: 'juju', saw, remedy })
  })

  test('that is not installed is wrong, and where the site names another one that is what to correct', async () => {
    const absent = answers('', 127, 'juju: not found on PATH /usr/bin:/snap/bin\n')
    expect(await program(absent)).toMatchObject({ saw: 'juju: not found on PATH /usr/bin:/snap/bin', remedy: 'sudo snap install juju' })
    const named = { ...site, juju: { model: 'openstack', command: '/opt/juju' } }
    expect(await program(absent, named)).toMatchObject({ remedy: 'correct juju.command in the file of site example' })
  })

  test('that does not answer in time is wrong', async () => {
    const late = async () => {
      throw new CouldNotLook('timeout', 'jumphost', 'no answer within 20 s')
    }
    expect(await program(late)).toMatchObject({ state: 'wrong', saw: 'no answer within 20 s' })
  })

  test('that snapd does not start is not to be installed again', async () => {
    const refused = async () => {
      throw new CouldNotLook('missing-tool', 'snap', 'snapd starts no snap in this session', { remedy: 'loginctl enable-linger' })
    }
    expect(await program(refused)).toMatchObject({ state: 'wrong', remedy: 'loginctl enable-linger' })
  })

  test('has logged in once when its folder names controllers', async () => {
    const data = async (folder: string) => (await checkJuju(answers('3.6.8'), site, join(scratch, folder)))[1]
    const remedy = 'juju register TOKEN   (an administrator gets TOKEN from juju add-user)'
    mkdirSync(join(scratch, 'empty'))
    mkdirSync(join(scratch, 'used'))
    writeFileSync(join(scratch, 'used/controllers.yaml'), '')
    expect(await data('absent')).toMatchObject({ saw: `there is no ${scratch}/absent: this account has never logged in`, remedy })
    expect(await data('empty')).toMatchObject({ saw: `${scratch}/empty names no controller: this account has never logged in`, remedy })
    expect(await data('used')).toEqual({ state: 'fine', what: 'juju', saw: `knows controllers, in ${scratch}/used` })
  })
})

test('Node before 24 is wrong', () => {
  expect(checkNode('v22.22.1', '/usr/bin/node')).toEqual([
    { state: 'wrong', what: 'Node', saw: 'v22.22.1, wanted 24 or newer', remedy: `cd ${projectDir} && npm ci` },
  ])
  expect(checkNode('v26.0.0', '/usr/bin/node')).toEqual([{ state: 'fine', what: 'Node', saw: "v26.0.0, the machine's own" }])
})

describe('SSH', () => {
  const options = { user: 'ubuntu', port: 22, knownHosts: join(scratch, 'known_hosts') }
  const pins = async (text: string, mode = 0o600) => {
    writeFileSync(options.knownHosts, text, { mode })
    return (await checkSsh(options)).find(({ what }) => what === 'host keys')
  }
  const line = `10.0.0.1 ssh-ed25519 ${Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.alloc(36)]).toString('base64')}\n`

  test('without a key and without an agent no login is possible', async () => {
    expect((await checkSsh(options))[0]).toEqual({
      state: 'wrong',
      what: 'SSH key',
      saw: 'There is no SSH key to log in with: no key file is configured and no agent runs',
      remedy: 'name a private key in the site file, as ssh.keyFile',
    })
  })

  test('pinned keys are counted, revoked ones and comments are not', async () => {
    expect(await pins(`# hello\n${line}@revoked ${line}`)).toEqual({
      state: 'fine',
      what: 'host keys',
      saw: `1 pinned in ${options.knownHosts}`,
    })
    expect(await pins('# hello\n')).toMatchObject({ state: 'wrong', saw: `${options.knownHosts} pins no key`, remedy: 'bin/gates trust' })
  })

  test("Juju's own key is offered when the site file names none", () => {
    const env = { HOME: scratch, SSH_AUTH_SOCK: '/run/agent' }
    expect(sshOptionsOf(site, env).keyFile).toBeUndefined()
    const folder = join(scratch, '.local/share/juju/ssh')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'juju_id_rsa'), '')
    expect(sshOptionsOf(site, env)).toMatchObject({ keyFile: join(folder, 'juju_id_rsa'), agentSocket: '/run/agent' })
    writeFileSync(join(folder, 'juju_id_ed25519'), '')
    expect(sshOptionsOf(site, env).keyFile).toBe(join(folder, 'juju_id_ed25519'))
    const own = { ...site, ssh: { ...site.ssh, keyFile: '/k', agent: false } }
    expect(sshOptionsOf(own, env)).toEqual({ user: 'ubuntu', port: 22, knownHosts: site.ssh.knownHosts, keyFile: '/k' })
  })
})
