import { chownSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Unit, unitsOf } from '../../cloud/table.ts'
import { inside, runIn, writeInside } from '../../host/inside.ts'
import { state } from '../../host/state.ts'
import { issue } from '../kube/pki.ts'
import { serverOf } from '../kube/up.ts'

/** The path of the driver's kubeconfig, as the conductor's settings have it. */
export const kubeconfigPath = '/etc/magnum/kubeconfig'
/** The folder into which pip, run by root, installs packages for Debian 12's Python. */
const packages = '/usr/local/lib/python3.11/dist-packages'

/**
 * Gives the units what gates look at there: pip's metadata of an installed magnum-capi-helm, and the kubeconfig that the driver would use. The
 * driver itself runs in the conductor of the lab's OpenStack.
 */
export async function giveDriver(): Promise<void> {
  const credential = await credentialOf('magnum-driver')
  for (const unit of unitsOf('magnum')) {
    noteDriver(unit, '1.4.0')
    await giveKubeconfig(unit, credential)
  }
}

export function noteDriver(unit: Unit, version: string): void {
  for (const other of ['1.3.0', '1.4.0']) rmSync(inside(unit, folderOf(other)), { recursive: true, force: true })
  writeInside(unit, `${folderOf(version)}/METADATA`, `Metadata-Version: 2.1\nName: magnum-capi-helm\nVersion: ${version}\n`)
}

/** Writes the kubeconfig with the mode and owner that the runbooks name: 0600, the service user. */
export async function giveKubeconfig(unit: Unit, credential: object): Promise<void> {
  writeInside(unit, kubeconfigPath, await kubeconfigWith(credential), 0o600)
  const { uid, gid } = statSync('/etc/magnum')
  chownSync(inside(unit, kubeconfigPath), uid, gid)
}

/** A kubeconfig with which `user` reaches the lab's management cluster. `server` replaces the cluster's URL; the trusted CA stays the cluster's. */
export async function kubeconfigWith(user: object, server?: string): Promise<string> {
  const kube = state('kube')
  const ca = readFileSync(join(kube, 'pki', 'ca.crt')).toString('base64')
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'capi-mgmt',
    clusters: [{ name: 'capi-mgmt', cluster: { server: server ?? (await serverOf(kube)), 'certificate-authority-data': ca } }],
    contexts: [{ name: 'capi-mgmt', context: { cluster: 'capi-mgmt', user: 'magnum' } }],
    users: [{ name: 'magnum', user }],
  }
  return `${JSON.stringify(config, null, 2)}\n`
}

/** A client certificate of the lab's cluster, and its key. */
export async function credentialOf(user: string, organization?: string): Promise<object> {
  const pki = state('kube', 'pki')
  await issue(pki, { file: user, commonName: user, ...(organization === undefined ? {} : { organization }) })
  const base64 = (ending: string) => readFileSync(join(pki, `${user}.${ending}`)).toString('base64')
  return { 'client-certificate-data': base64('crt'), 'client-key-data': base64('key') }
}

/** Removes the file that faults leave in the /tmp of a conductor's unit. */
export async function cleanTmp(unit: Unit): Promise<void> {
  await runIn(unit, ['rm', '-f', '/tmp/kubeconfig.b64'])
}

function folderOf(version: string): string {
  return `${packages}/magnum_capi_helm-${version}.dist-info`
}
