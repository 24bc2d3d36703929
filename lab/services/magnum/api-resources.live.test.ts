import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capiHelmSettings } from '../../../lib/adapters/magnum-conductor/capi-helm.ts'
import { askedKinds } from '../../../lib/adapters/magnum-conductor/driver-contract.ts'
import { attempt } from '../../host/run.ts'
import { makeStateDir, state } from '../../host/state.ts'
import { driverPath, fetchDriver } from './driver-package.ts'

const v1 = '{"Cluster": {"api_version": "cluster.x-k8s.io/v1beta1"}}'
const v9 = '{"OpenstackCluster": {"api_version": "infrastructure.cluster.x-k8s.io/v9"}}'
const head = '[capi_helm]\nkubeconfig_file = /etc/magnum/kubeconfig\n'

/** Ways to write the setting, by name: the files in the folder of drop-ins. */
const ways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'on a line': { '90.conf': `${head}api_resources = ${v1}` },
  'in single quotes': { '90.conf': `${head}api_resources = '${v1}'` },
  'in double quotes': { '90.conf': `${head}api_resources = "${v1}"` },
  'on several lines': {
    '90.conf': `${head}api_resources = {\n  "OpenstackCluster": {\n    "api_version": "infrastructure.cluster.x-k8s.io/v9"\n  }\n }`,
  },
  'on several lines, the last not indented': {
    '90.conf': `${head}api_resources = {\n  "Cluster": {\n    "api_version": "cluster.x-k8s.io/v1beta1"\n  }\n}`,
  },
  'with a trailing comma': {
    '90.conf': `${head}api_resources = {\n  "Cluster": {\n    "api_version": "cluster.x-k8s.io/v1beta1",\n  }\n }`,
  },
  'after a colon': { '90.conf': `${head}api_resources: ${v9}` },
  'without a blank': { '90.conf': `${head}api_resources=${v9}` },
  'in two files': { '10.conf': `${head}api_resources = {}`, '90.conf': `[capi_helm]\napi_resources = ${v9}` },
  'in two files, the earlier wrong': { '10.conf': `[capi_helm]\napi_resources = ${v9}`, '90.conf': `${head}api_resources = {}` },
  'twice in a file': { '90.conf': `${head}api_resources = {}\napi_resources = ${v9}` },
  'in another section': { '90.conf': `${head}[DEFAULT]\napi_resources = ${v9}` },
  empty: { '90.conf': `${head}api_resources =` },
  'as an empty object': { '90.conf': `${head}api_resources = {}` },
  'as a list': { '90.conf': `${head}api_resources = []` },
  'as null': { '90.conf': `${head}api_resources = null` },
  'with a kind that is a text': { '90.conf': `${head}api_resources = {"Cluster": "cluster.x-k8s.io/v1beta2"}` },
  'with a kind that is null': { '90.conf': `${head}api_resources = {"Cluster": null}` },
  'with a version that is null': { '90.conf': `${head}api_resources = {"Cluster": {"api_version": null}}` },
  'with a kind in small letters': { '90.conf': `${head}api_resources = ${v9.toLowerCase()}` },
  'with OpenStack’s own spelling': { '90.conf': `${head}api_resources = ${v9.replace('Openstack', 'OpenStack')}` },
  'with a comment behind it': { '90.conf': `${head}api_resources = ${v1}  # ours` },
  'in a comment': { '90.conf': `${head}#api_resources = ${v9}` },
  'behind a semicolon': { '90.conf': `${head}; api_resources = ${v9}` },
  'in a file of another ending': { '90.conf': head, '95.cfg': `[capi_helm]\napi_resources = ${v9}` },
  'with a blank line in it': {
    '90.conf': `${head}api_resources = {\n  "OpenstackCluster":\n\n  {"api_version": "infrastructure.cluster.x-k8s.io/v9"}}`,
  },
  'in a section that is opened again': {
    '90.conf': `[capi_helm]\napi_resources = ${v9}\n[drivers]\nx=1\n[capi_helm]\nkubeconfig_file = /etc/magnum/kubeconfig`,
  },
  'in a section with blanks in its name': { '90.conf': `[ capi_helm ]\napi_resources = ${v9}` },
  'in capital letters': { '90.conf': `${head}API_RESOURCES = ${v9}` },
  'with a dash': { '90.conf': `${head}api-resources = ${v9}` },
  'with another plural': {
    '90.conf': `${head}api_resources = {"K8sControlPlane": {"api_version": "controlplane.cluster.x-k8s.io/v1beta1", "plural_name": "kamajicontrolplanes"}}`,
  },
  'after a byte-order mark': { '90.conf': `\ufeff${head}api_resources = ${v9}` },
  'in lines that end as on Windows': { '90.conf': `${head}api_resources = ${v9}\n`.replaceAll('\n', '\r\n') },
  'going on after a tab': {
    '90.conf': `${head}api_resources = {\n\t"OpenstackCluster": {"api_version":\n\t"infrastructure.cluster.x-k8s.io/v9"}}`,
  },
  'below a header with a blank behind it': { '90.conf': `[capi_helm] \napi_resources = ${v9}` },
  'below a header with a tab behind it': { '90.conf': `[capi_helm]\t\napi_resources = ${v9}` },
  'below a header with a comment': { '90.conf': `[capi_helm] # ours\napi_resources = ${v9}` },
  'below a header that is indented': { '90.conf': ` [capi_helm]\napi_resources = ${v9}` },
  'indented below its header': { '90.conf': `[capi_helm]\n api_resources = ${v9}` },
}

type Truth = { readonly asks: Readonly<Record<string, string>> } | { readonly ends: string; readonly with: string }
let scratch: string
let truth: Readonly<Record<string, Truth>>
const folderOf = (name: string) => join(scratch, String(Object.keys(ways).indexOf(name)))

beforeAll(async () => {
  makeStateDir()
  scratch = mkdtempSync(join(state('.'), 'test-api-resources-'))
  await fetchDriver()
  for (const [name, files] of Object.entries(ways)) {
    mkdirSync(folderOf(name))
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folderOf(name), file), text.endsWith('\n') ? text : `${text}\n`)
  }
  const folders = Object.fromEntries(Object.keys(ways).map((name) => [name, folderOf(name)]))
  const argv = ['env', '-i', 'LC_ALL=C.UTF-8', `PYTHONPATH=${driverPath}`, 'PYTHONDONTWRITEBYTECODE=1', '/usr/bin/python3']
  const ran = await attempt([...argv, join(import.meta.dirname, 'api_resources.py')], { input: JSON.stringify(folders) })
  expect(ran.exitCode, ran.stderr).toBe(0)
  truth = JSON.parse(ran.stdout)
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('api_resources means to the gates what it means to magnum-capi-helm 1.4.0', () => {
  test.each(Object.keys(ways))('%s', async (name) => {
    const command = capiHelmSettings('/dev/null', folderOf(name))
    const ran = await attempt([...command.argv])
    const settings = command.parse({ kind: 'command', ...ran })
    const real = truth[name]
    const isFault = settings.fault !== undefined || (settings.apiResources !== undefined && 'fault' in settings.apiResources)
    expect({ name, ends: isFault }, JSON.stringify({ real, settings })).toEqual({ name, ends: real !== undefined && 'ends' in real })
    if (real === undefined || !('asks' in real)) return
    const asked = askedKinds('1.4.0', settings.apiResources) ?? []
    const paths = asked.map(({ kind, group, version, plural }) => [kind, `/apis/${group}/${version}/${plural}`] as const)
    expect(Object.fromEntries(paths.filter(([kind]) => kind in real.asks))).toEqual(real.asks)
  })

  test('and both kinds of ending are among them', () => {
    const endings = Object.values(truth).map((one) => ('ends' in one ? one.ends : 'none'))
    expect(new Set(endings)).toEqual(new Set(['none', 'reading', 'importing']))
  })
})
