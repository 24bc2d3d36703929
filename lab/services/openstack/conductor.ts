import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toolsDir } from '../../cloud/tools.ts'
import type { Daemon } from '../../host/daemon.ts'
import { attempt } from '../../host/run.ts'
import { credentialOf, kubeconfigWith } from '../capi/driver.ts'
import { driverPath } from '../magnum/driver-package.ts'
import type { Cloud } from './cloud.ts'

const ownPath = '/usr/sbin:/usr/bin:/sbin:/bin'

/** Magnum finds its driver by PYTHONPATH, and the driver finds helm by the conductor's PATH. */
export const driverEnvironment = (path = `${toolsDir()}:${ownPath}`) => ({
  PATH: path,
  PYTHONPATH: driverPath,
  PYTHONDONTWRITEBYTECODE: '1',
})

/** magnum-conductor with the driver. For as long as it runs, it keeps the kubeconfig that it read first. */
export function conductorDaemon({ dir }: Pick<Cloud, 'dir'>, { path }: { readonly path?: string } = {}): Daemon {
  return {
    name: 'magnum-conductor',
    argv: ['/usr/bin/python3', '/usr/bin/magnum-conductor', '--config-file', join(dir, 'magnum', 'magnum.conf')],
    env: driverEnvironment(path),
  }
}

/** The paths that the driver's settings name: the kubeconfig of the management cluster, and the chart. */
export const kubeconfigOf = ({ dir }: Pick<Cloud, 'dir'>) => join(dir, 'magnum', 'kubeconfig')
export const chartOf = ({ dir }: Pick<Cloud, 'dir'>) => join(dir, 'magnum', 'openstack-cluster')

export async function giveConductor(cloud: Pick<Cloud, 'dir'>): Promise<void> {
  mkdirSync(join(cloud.dir, 'magnum'), { recursive: true, mode: 0o700 })
  rmSync(chartOf(cloud), { recursive: true, force: true })
  cpSync(join(import.meta.dirname, '../magnum/chart/openstack-cluster'), chartOf(cloud), { recursive: true })
  await writeConductorsKubeconfig(cloud)
}

/** Writes the good kubeconfig, or one with something changed. */
export async function writeConductorsKubeconfig(
  cloud: Pick<Cloud, 'dir'>,
  change: { readonly server?: string; readonly user?: object } = {},
): Promise<void> {
  const text = await kubeconfigWith(change.user ?? (await credentialOf('magnum-driver')), change.server)
  writeFileSync(kubeconfigOf(cloud), text, { mode: 0o600 })
}

/** Polls every cluster once with the driver, in a Python like the conductor's. Rejects when the poll fails or skips a cluster. */
export async function poll(cloud: Pick<Cloud, 'dir'>): Promise<void> {
  const { exitCode, stderr } = await polled(cloud)
  if (exitCode !== 0 || stderr.includes('Skip pulling data'))
    throw new Error(`polling the clusters ended with ${exitCode}: ${stderr.trim().slice(-2000)}`)
}

/**
 * For a fault that makes a poll fail. Polls every cluster, and returns the lines that the conductor logs about clusters that could not be polled.
 * Rejects when there are no such lines.
 */
export async function pollInVain(cloud: Pick<Cloud, 'dir'>): Promise<readonly string[]> {
  const { exitCode, stderr } = await polled(cloud)
  const skipped = stderr.split('\n').filter((line) => line.includes('Skip pulling data'))
  if (skipped.length === 0)
    throw new Error(
      `polling the clusters skipped none of them, although at least one should have been skipped. It ended with exit code ${exitCode}: ${stderr.trim().slice(-2000)}`,
    )
  return skipped
}

async function polled({ dir }: Pick<Cloud, 'dir'>) {
  const env = Object.entries(driverEnvironment()).map(([name, value]) => `${name}=${value}`)
  const program = join(import.meta.dirname, 'poll.py')
  // env -i: a CA bundle named in this machine's environment would take precedence over the kubeconfig's own CA
  const argv = ['env', '-i', 'LC_ALL=C.UTF-8', `HOME=${join(dir, 'magnum-conductor')}`, ...env, '/usr/bin/python3', program]
  return attempt([...argv, '--config-file', join(dir, 'magnum', 'magnum.conf')], { timeoutS: 300 })
}
