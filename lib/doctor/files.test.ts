import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { checkCa } from './ca.ts'
import { checkKubeconfig } from './kubeconfig.ts'
import { checkOpenrc } from './openrc.ts'
import { checkReportDir } from './report-dir.ts'
import { caPem, leafPem } from './test-certificates.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-doctor-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function file(name: string, text: string, mode = 0o600): string {
  const path = join(scratch, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

/** `✗ saw | remedy`, without the folder of this test. */
function shown(checks: readonly { readonly state: string; readonly saw: string; readonly remedy?: string }[]): readonly string[] {
  return checks.map(({ state, saw, remedy }) =>
    `${state}: ${saw}${remedy === undefined ? '' : ` | ${remedy}`}`.replaceAll(`${scratch}/`, ''),
  )
}

describe('the CA file', () => {
  const now = new Date('2026-11-20T10:00:00Z')
  const check = (path: string | undefined, at = now) => shown([checkCa(path, 'openstack', at)])
  const fetchTo = (name: string) =>
    `juju run -m openstack vault/leader get-root-ca --format json | jq -er '.[].results.output' > ${name}.new && mv ${name}.new ${name}`

  test('is fine while its CA certificate is valid', () => {
    expect(check(file('ca', caPem))).toEqual(['fine: CN=Test Vault Root CA, until 2120-01-01 (34008 days), in ca'])
  })

  test('is wrong when its certificate is not a CA, has expired or is not valid yet', () => {
    expect(check(file('leaf', leafPem))).toEqual([`wrong: leaf: CN=keystone is not a CA certificate | ${fetchTo('leaf')}`])
    expect(check(file('ca', caPem), new Date('2121-01-01'))).toEqual([
      `wrong: ca: CN=Test Vault Root CA expired on 2120-01-01 | ${fetchTo('ca')}`,
    ])
    expect(check(file('ca', caPem), new Date('2019-01-01'))).toEqual([
      'wrong: ca: CN=Test Vault Root CA is not valid before 2020-01-01T00:00:00.000Z | timedatectl',
    ])
  })

  test('is one line for a bundle, which is fine while one of its certificates can be used', () => {
    expect(check(file('bundle', caPem.repeat(143) + leafPem))).toEqual(['fine: 143 of 144 certificates can be used, in bundle'])
    expect(check(file('bundle', caPem.repeat(2)), new Date('2121-01-01'))).toEqual([
      `wrong: bundle: none of its 2 certificates can be used: CN=Test Vault Root CA expired on 2120-01-01 | ${fetchTo('bundle')}`,
    ])
  })

  test('is wrong when it is not there, is empty of certificates, or has one that is damaged', () => {
    expect(check(join(scratch, 'absent'))).toEqual([`wrong: absent does not exist | ${fetchTo('absent')}`])
    expect(check(file('text', 'hello'))).toEqual([`wrong: text holds no certificate | ${fetchTo('text')}`])
    const damaged = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
    expect(check(file('cut', damaged))).toEqual([`wrong: cut: a certificate cannot be parsed | ${fetchTo('cut')}`])
  })

  test('is not asked for when the site names none', () => {
    expect(check(undefined)).toEqual(['none: the site file names none'])
  })
})

describe('the openrc', () => {
  const keystone = { address: '10.12.4.50', port: 5000 }
  const openrc = (text: string) => checkOpenrc({ openrc: file('openrc', text), keystone }).then(shown)
  const write = `write export OS_AUTH_URL=https://10.12.4.50:5000/v3 into ${scratch}/openrc`.replace(`${scratch}/`, '')

  test.each([
    'export OS_AUTH_URL=https://10.12.4.50:5000/v3\nexport OS_PASSWORD=hunter2\n',
    'declare -x OS_USERNAME=admin OS_AUTH_URL="https://10.12.4.50:5000/v3"',
    "  export OS_AUTH_URL='https://10.12.4.50:5000/v3'  \n",
  ])('that names Keystone by its address is fine, and nothing else of it is shown: %j', async (text) => {
    expect(await openrc(text)).toEqual(['fine: asks https://10.12.4.50:5000, in openrc'])
  })

  test.each([
    ['OS_USERNAME=x', 'openrc sets no OS_AUTH_URL'],
    ['OS_AUTH_URL=https://keystone.maas:5000/v3', 'openrc has OS_AUTH_URL at https://keystone.maas:5000, which is not an IP address'],
    [
      'OS_AUTH_URL=https://10.12.4.51:5000/v3',
      'openrc has OS_AUTH_URL at https://10.12.4.51:5000, but the Keystone of this site is at 10.12.4.50',
    ],
    ['OS_AUTH_URL=http://10.12.4.50:5000/v3', 'openrc has OS_AUTH_URL without TLS: http://10.12.4.50:5000'],
    [
      'OS_AUTH_URL=$P://10.12.4.50:5000/v3',
      'openrc needs a shell to evaluate OS_AUTH_URL (in line 1 it is taken from $P, which this file does not set); this check runs no shell',
    ],
    ['OS_AUTH_URL=10.12.4.50', 'openrc has an OS_AUTH_URL that is not a URL'],
    ['OS_AUTH_URL="https://10.12.4.50:5000/v3 "', 'openrc has an OS_AUTH_URL that is not a URL'],
    ['OS_AUTH_URL=https://u:hunter2@10.12.4.50', 'openrc has an OS_AUTH_URL that is not a URL'],
    ['OS_AUTH_URL=https://10.12.4.50:5000/v3', 'openrc sets OS_AUTH_URL without export, so no program sees it'],
    ['export OS_AUTH_URL=https://10.12.4.50:5000/v3\nunset OS_AUTH_URL', 'openrc sets no OS_AUTH_URL'],
    ['OS_AUTH_URL=https://10.12.4.50:5000/v3 openstack token issue', 'openrc sets no OS_AUTH_URL'],
  ])('%s is wrong', async (text, saw) => {
    expect(await openrc(text)).toEqual([`wrong: ${saw} | ${write}`])
  })

  test('that was saved on Windows is wrong', async () => {
    expect(await openrc('export OS_AUTH_URL=https://10.12.4.50:5000/v3\r\n')).toEqual([
      "wrong: openrc has an OS_AUTH_URL that ends in a carriage return: it was saved with Windows line ends | sed -i 's/\\r$//' openrc",
    ])
  })

  test('that is not there is wrong', async () => {
    expect(shown(await checkOpenrc({ openrc: join(scratch, 'absent'), keystone }))).toEqual([
      'wrong: absent does not exist | correct openrc in the site file, or fetch it again',
    ])
  })
})

describe('the kubeconfig', () => {
  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'capi',
    contexts: [{ name: 'capi', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://10.12.4.61:6443' } }],
    users: [{ name: 'u', user: { token: 'hunter2' } }],
  })
  const check = async (name: string, content: string, mode?: number) =>
    shown(await checkKubeconfig({ kubeconfig: file(name, content, mode) }))

  test('shows its context and server, and no credential', async () => {
    expect(await check('k', text)).toEqual(['fine: context capi at https://10.12.4.61:6443, in k'])
  })

  test('that others may read is wrong', async () => {
    expect((await check('k', text, 0o644))[1]).toBe(`wrong: k has mode 644: others may read the credential in it | chmod 600 k`)
  })

  test('without a current context is wrong', async () => {
    expect(await check('k', text.replace('"capi"', '""'))).toEqual([
      'wrong: the kubeconfig k has no current context | kubectl --kubeconfig k config get-contexts',
    ])
  })
})

describe('the report folder', () => {
  test('is fine when it, or the nearest folder above it, can be written', () => {
    expect(shown(checkReportDir(join(scratch, 'a/b')))).toEqual(['fine: the folder is a/b, which the first run makes'])
    expect(shown(checkReportDir(scratch))).toEqual([`fine: the folder is ${scratch}`])
  })

  test('is wrong when a file is in the way', () => {
    const path = file('file', '')
    expect(shown(checkReportDir(join(path, 'reports')))).toEqual([
      'wrong: file is a file, so no report can go to file/reports | choose another with --report-dir',
    ])
  })
})
