import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unit } from './cloud/table.ts'
import { gatesRun } from './gates-run.ts'
import { writeInside } from './host/inside.ts'
import { makeStateDir, siteFile, state } from './host/state.ts'
import { isUp, labDown, labUp } from './index.ts'
import { goodDefault } from './services/magnum/magnum.ts'

const wasUp = isUp()
beforeAll(() => labUp())
afterAll(async () => {
  writeInside(unit('magnum/0'), '/etc/default/magnum-conductor', goodDefault)
  if (!wasUp) await labDown()
})

const password = 'canary-live-passw0rd'
const token = 'hvs.CaNaRyLiveVaultTokenCaNaRyLive'

test('no secret that a unit prints, or that this machine holds, is found in the reports, the audit log or a recording', async () => {
  makeStateDir()
  const dir = mkdtempSync(join(state('.'), 'canary-'))
  try {
    writeInside(unit('magnum/0'), '/etc/default/magnum-conductor', `# OS_PASSWORD=${password}\n# ${token}\n${goodDefault}`)
    const openrc = join(dir, 'openrc')
    writeFileSync(openrc, `export OS_PASSWORD=${password}\n`)
    const site = join(dir, 'site.yaml')
    const kubeconfig = state('kube', 'kubeconfig.yaml')
    const text = readFileSync(siteFile, 'utf8').replaceAll(/: (keys|known_hosts|pki|kube|\.\.\/lab)/g, `: ${state('.')}/$1`)
    writeFileSync(site, `${text.replace(/^openrc:.*\n/m, '')}openrc: ${openrc}\n`)

    const gates = ['conductor-daemon-args', 'keystone-egress', 'haproxy-zero-down'].flatMap((gate) => ['--gate', gate])
    const { stderr, result } = await gatesRun([
      ...gates,
      '--site',
      site,
      '--record',
      join(dir, 'recording'),
      '--report-dir',
      join(dir, 'reports'),
    ])
    expect(result.verdict).toBe('pass')

    const secrets = [password, token, 'CaNaRyLive', ...kubeSecrets(readFileSync(kubeconfig, 'utf8'))]
    const found = secrets.filter(
      (secret) =>
        (JSON.stringify(result) + stderr).includes(secret) ||
        isBelow(secret, join(dir, 'recording')) ||
        isBelow(secret, join(dir, 'reports')),
    )
    expect(secrets.length).toBeGreaterThan(3)
    expect(found).toEqual([])
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

function kubeSecrets(kubeconfig: string): readonly string[] {
  return [...kubeconfig.matchAll(/"?(?:token|client-key-data)"?: ["']?([^\s"']+)/g)].map(([, value = '']) => value)
}

function isBelow(secret: string, folder: string): boolean {
  try {
    return execFileSync('grep', ['-rlF', '--', secret, folder], { encoding: 'utf8' }) !== ''
  } catch (error) {
    if ((error as { status?: number }).status === 1) return false
    throw error
  }
}
