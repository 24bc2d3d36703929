import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { CouldNotLook } from '../could-not-look.ts'
import { type Access, loadAccess } from './kubeconfig.ts'

const state = join(import.meta.dirname, '../../../.lab')
mkdirSync(state, { recursive: true, mode: 0o700 })
const folder = mkdtempSync(join(state, 'test-kubeconfig-'))
afterAll(() => rmSync(folder, { recursive: true }))

const never = new AbortController().signal

const good = {
  'current-context': 'mgmt',
  contexts: [{ name: 'mgmt', context: { cluster: 'capi', user: 'gates' } }],
  clusters: [{ name: 'capi', cluster: { server: 'https://10.6.0.20:6443' } }],
  users: [{ name: 'gates', user: { token: 'sesame' } }],
}

describe('a kubeconfig', () => {
  test('names the server and carries its token', async () => {
    const access = await load(good)
    expect(access.server.href).toBe('https://10.6.0.20:6443/')
    expect(await access.headers(never)).toEqual({ Authorization: 'Bearer sesame' })
  })

  test('is verified even where the environment says not to', async () => {
    expect(await (await load(good)).dispatcherOptions(never)).toMatchObject({ type: 'agent', connect: { rejectUnauthorized: true } })
  })

  test('may hold several contexts', async () => {
    const two = {
      ...good,
      contexts: [...good.contexts, { name: 'other', context: { cluster: 'capi', user: 'basic' } }],
      users: [...good.users, { name: 'basic', user: { username: 'a', password: 'b' } }],
    }
    expect(await (await load(two, 'other')).headers(never)).toEqual({ authorization: 'Basic YTpi' })
  })
})

describe('a kubeconfig that cannot be used could not look', () => {
  test.each([
    ['no current context', { ...good, 'current-context': '' }, 'credential', 'has no current context'],
    ['an unknown context', { ...good, 'current-context': 'prod' }, 'credential', 'has no context prod; it has mgmt'],
    [
      'no such cluster',
      { ...good, clusters: [] },
      'credential',
      'has the current context mgmt, which names the cluster capi, but defines no such cluster',
    ],
    [
      'no such user',
      { ...good, users: [] },
      'credential',
      'has the current context mgmt, which names the user gates, but defines no such user',
    ],
    [
      'no server',
      { ...good, clusters: [{ name: 'capi', cluster: {} }] },
      'credential',
      'is not a kubeconfig: clusters[0].cluster.server is missing',
    ],
    [
      'TLS switched off',
      cluster({ 'insecure-skip-tls-verify': true }),
      'untrusted',
      'says insecure-skip-tls-verify: true, so any server that answers would get our credential: set certificate-authority instead',
    ],
    [
      'no TLS',
      cluster({ server: 'http://10.6.0.20:8080' }),
      'untrusted',
      'names http://10.6.0.20:8080: without TLS the server cannot be verified',
    ],
    ['a server that is not a URL', cluster({ server: '10.6.0.20' }), 'credential', 'names a server that is not a URL: 10.6.0.20'],
  ])('%s', async (_, config, kind, why) => {
    expect(await refused(load(config))).toMatchObject({ kind, key: 'kube mgmt', message: `the kubeconfig ${folder}/config ${why}` })
  })

  test('it does not exist', async () => {
    expect(await refused(loadAccess({ path: `${folder}/absent`, key: 'kube mgmt' }))).toMatchObject({
      kind: 'credential',
      key: 'kube mgmt',
      message: `the kubeconfig ${folder}/absent does not exist`,
      remedy: `ssh MANAGEMENT-NODE sudo k8s config > ${folder}/absent && chmod 600 ${folder}/absent`,
    })
  })

  test('it cannot be read', async () => {
    expect(await refused(loadAccess({ path: folder, key: 'kube mgmt' }))).toMatchObject({
      kind: 'credential',
      message: `the kubeconfig ${folder} cannot be read (EISDIR)`,
      remedy: `ls -l ${folder}`,
    })
  })

  test('it is not YAML, and the line with the token is not repeated', async () => {
    const error = await refused(loadText('users:\n  - token: sesame\n : [\n'))
    expect(error.message).toMatch(/^the kubeconfig \S+ is not a kubeconfig: .+, line 3$/)
    expect(error.message).not.toContain('sesame')
  })

  test.each([
    ['', 'is not a kubeconfig: expected a document, but the input is empty'],
    ['null', 'is not a kubeconfig: it holds no clusters, users and contexts'],
    ['[]', 'has no current context'],
  ])('it holds %j', async (text, why) => {
    expect((await refused(loadText(text))).message).toContain(why)
  })

  test('its CA file is missing', async () => {
    const error = await refused((await load(cluster({ 'certificate-authority': 'gone.crt' }))).headers(never))
    expect(error).toMatchObject({
      kind: 'credential',
      message: `the kubeconfig ${folder}/config names ${folder}/gone.crt, which cannot be read (ENOENT)`,
      remedy: `ls -l ${folder}/gone.crt`,
    })
  })

  test('its token file is missing', async () => {
    const error = await refused(load(user({ 'token-file': `${folder}/gone` })))
    expect(error).toMatchObject({
      kind: 'credential',
      message: `the kubeconfig ${folder}/config names ${folder}/gone, which cannot be read (ENOENT)`,
    })
  })

  test('it wants a helper that Kubernetes removed', async () => {
    const provider = { name: 'gcp', config: { 'cmd-path': 'sleep', 'cmd-args': '60' } }
    expect(await refused(load(user({ 'auth-provider': provider })))).toMatchObject({
      kind: 'credential',
      message: `the kubeconfig ${folder}/config wants the auth-provider gcp, which Kubernetes removed in 1.26: use an exec entry`,
    })
  })
})

function cluster(change: object): object {
  return { ...good, clusters: [{ name: 'capi', cluster: { server: 'https://10.6.0.20:6443', ...change } }] }
}

function user(fields: object): object {
  return { ...good, users: [{ name: 'gates', user: fields }] }
}

function load(config: object, context?: string): Promise<Access> {
  return loadText(JSON.stringify(config), context)
}

function loadText(text: string, context?: string): Promise<Access> {
  const path = join(folder, 'config')
  writeFileSync(path, text)
  chmodSync(path, 0o600)
  return loadAccess({ path, key: 'kube mgmt', ...(context === undefined ? {} : { context }) })
}

async function refused(work: Promise<unknown>): Promise<CouldNotLook> {
  const error = await work.then(
    () => new Error('it was accepted'),
    (reason: unknown) => reason,
  )
  expect(error).toHaveProperty('name', 'CouldNotLook')
  return error as CouldNotLook
}
