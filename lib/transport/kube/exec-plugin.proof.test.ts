import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { CouldNotLook } from '../could-not-look.ts'
import { type Access, loadAccess } from './kubeconfig.ts'

const state = join(import.meta.dirname, '../../../.lab')
mkdirSync(state, { recursive: true, mode: 0o700 })
const folder = mkdtempSync(join(state, 'test-exec-plugin-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'config')
const never = new AbortController().signal
const node = process.execPath
const from = `the kubeconfig ${path} gets its credential from the program ${node}, which`
const credential = (status: object) => JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status })

describe('a program gives the credential', () => {
  test('as a token, and is asked once for all who wait', async () => {
    const access = await running(`${counting('once')} console.log(${JSON.stringify(credential({ token: 'fresh' }))})`)
    const all = await Promise.all([access.headers(never), access.headers(never), access.dispatcherOptions(never)])
    expect(all.slice(0, 2)).toEqual([{ Authorization: 'Bearer fresh' }, { Authorization: 'Bearer fresh' }])
    await access.headers(never)
    expect(runsOf('once')).toBe(1)
  })

  test('as a certificate and its key', async () => {
    const pem = { clientCertificateData: 'CERTIFICATE', clientKeyData: 'KEY' }
    const access = await running(`console.log(${JSON.stringify(credential(pem))})`)
    expect(await access.dispatcherOptions(never)).toMatchObject({ connect: { cert: 'CERTIFICATE', key: 'KEY', rejectUnauthorized: true } })
  })

  test('and is asked again once that has expired', async () => {
    const status = { token: 'old', expirationTimestamp: '2020-01-01T00:00:00Z' }
    const access = await running(`${counting('again')} console.log(${JSON.stringify(credential(status))})`)
    await access.headers(never)
    await access.headers(never)
    expect(runsOf('again')).toBe(2)
  })

  test('and hears that nobody can be asked, beside what the kubeconfig tells it', async () => {
    const reported = 'JSON.parse(process.env.KUBERNETES_EXEC_INFO).spec.interactive + process.env.CLOUD'
    const access = await running(`console.log(JSON.stringify({status: {token: ${reported}}}))`, [{ name: 'CLOUD', value: 'one' }])
    expect(await access.headers(never)).toEqual({ Authorization: 'Bearer falseone' })
  })
})

describe('a program that gives none could not look, and nothing it printed is repeated', () => {
  const hidden = '; the output of the program is not repeated, since it may hold a secret'
  test.each([
    ['fails', 'console.error("sesame"); console.log("sesame"); process.exit(3)', `failed with exit code 3${hidden}`],
    ['dies', 'console.log("sesame"); process.kill(process.pid, "SIGKILL")', `was ended by SIGKILL${hidden}`],
    ['prints no JSON', 'console.log("sesame, not JSON")', `printed something that is not JSON${hidden}`],
    ['prints other JSON', 'console.log(\'{"kind":"sesame"}\')', `printed JSON that is not an ExecCredential${hidden}`],
    ['prints no credential', 'console.log(\'{"status":{}}\')', `printed JSON that is not an ExecCredential${hidden}`],
    ['prints nothing', '', `printed something that is not JSON${hidden}`],
    ['prints without end', 'setInterval(() => console.log("sesame".repeat(10000)), 0)', `printed more than 1048576 bytes${hidden}`],
  ])('since it %s', async (_, script, why) => {
    const error = await refused((await running(script)).headers(never))
    expect(error).toMatchObject({ kind: 'credential', key: 'kube mgmt', message: `${from} ${why}` })
    expect(error.remedy).toBe(`kubectl --kubeconfig ${path} version`)
    expect(error.message).not.toContain('sesame')
  })

  test('since it is not installed', async () => {
    writeFileSync(path, kubeconfig({ command: 'no-such-plugin' }))
    expect(await refused((await loadAccess({ path, key: 'kube mgmt' })).headers(never))).toMatchObject({
      kind: 'missing-tool',
      message: `the kubeconfig ${path} gets its credential from the program no-such-plugin, which cannot be started (ENOENT)`,
    })
  })

  test('since its entry names none', async () => {
    writeFileSync(path, kubeconfig({ command: 7 }))
    expect(await refused(loadAccess({ path, key: 'kube mgmt' }))).toMatchObject({
      kind: 'credential',
      message: `the kubeconfig ${path} has an exec entry that cannot be used: command: Invalid input: expected string, received number`,
    })
  })
})

/** A program that hangs, with a child that hangs too; both ignore SIGTERM. It writes both pids to a file. */
const deaf = (name: string) => `
  process.on('SIGTERM', () => {})
  const child = require('node:child_process').spawn('sh', ['-c', 'trap "" TERM; while :; do sleep 1; done'], { stdio: ['ignore', 'inherit', 'inherit'] })
  require('node:fs').writeFileSync(${JSON.stringify(join(folder, name))}, process.pid + ' ' + child.pid)
  setInterval(() => {}, 1000)`

describe('a program that hangs and ignores SIGTERM', () => {
  test('is killed with its children when nobody waits for it any more', async () => {
    const access = await running(deaf('hangs'))
    const sinceMs = performance.now()
    const error = await refused(access.headers(AbortSignal.timeout(500)))
    expect(error).toMatchObject({
      kind: 'timeout',
      key: 'kube mgmt',
      message: `${from} did not answer before the deadline and was stopped`,
      remedy: `kubectl --kubeconfig ${path} version`,
    })
    expect(performance.now() - sinceMs).toBeLessThan(20_000)
    await vi.waitUntil(() => pidsIn('hangs').every((pid) => !isRunning(pid)), 20_000)
  })

  test('lives as long as another question waits for it', async () => {
    const access = await running(deaf('waits'))
    const patient = refused(access.headers(AbortSignal.timeout(2_500)))
    await refused(access.headers(AbortSignal.timeout(500)))
    await sleep(1_300)
    expect(pidsIn('waits').every(isRunning)).toBe(true)
    expect(await patient).toMatchObject({ kind: 'timeout' })
  })

  test('is killed at once when the run ends, and no other is started for who comes too late', async () => {
    const access = await running(deaf('closes'))
    const ending = new AbortController()
    const asked = refused(access.headers(ending.signal))
    await vi.waitUntil(() => existsSync(join(folder, 'closes')) && pidsIn('closes').length === 2, 20_000)
    ending.abort(new Error('SIGINT'))
    await sleep(100)
    await access.close()
    expect(pidsIn('closes').filter(isRunning)).toEqual([])
    const interrupted = { kind: 'interrupted', message: `the run ended before the kubeconfig ${path} got its credential` }
    expect(await asked).toMatchObject(interrupted)
    expect(await refused(access.headers(ending.signal))).toMatchObject(interrupted)
  })
})

function kubeconfig(exec: object): string {
  return JSON.stringify({
    'current-context': 'mgmt',
    contexts: [{ name: 'mgmt', context: { cluster: 'capi', user: 'gates' } }],
    clusters: [{ name: 'capi', cluster: { server: 'https://10.6.0.20:6443' } }],
    users: [{ name: 'gates', user: { exec } }],
  })
}

async function running(script: string, env: readonly object[] = []): Promise<Access> {
  writeFileSync(path, kubeconfig({ apiVersion: 'client.authentication.k8s.io/v1', command: node, args: ['-e', script], env }))
  const access = await loadAccess({ path, key: 'kube mgmt' })
  onTestFinished(() => access.close())
  return access
}

function counting(name: string): string {
  return `require('node:fs').appendFileSync(${JSON.stringify(join(folder, name))}, 'x');`
}

function runsOf(name: string): number {
  return readFileSync(join(folder, name), 'utf8').length
}

function pidsIn(name: string): readonly number[] {
  return readFileSync(join(folder, name), 'utf8').split(' ').filter(Boolean).map(Number)
}

/** A zombie counts as ended: only its parent has not noticed yet. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function refused(work: Promise<unknown>): Promise<CouldNotLook> {
  const error = await work.then(
    () => new Error('it was accepted'),
    (reason: unknown) => reason,
  )
  expect(error).toHaveProperty('name', 'CouldNotLook')
  return error as CouldNotLook
}
