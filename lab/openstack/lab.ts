import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import type { Fault, Faults } from '../faults/fault.ts'
import { keystoneFaults } from '../keystone/faults.ts'
import { placeIn, port } from '../keystone/place.ts'
import { keystoneDown, keystoneUp } from '../keystone/up.ts'
import { caFile } from '../pki.ts'
import { state, stateDir } from '../state.ts'
import { networks } from '../table.ts'
import { cloudAt } from './cloud.ts'
import { daemonRuns } from './daemon.ts'
import { openstackFaultsOf } from './faults/index.ts'
import { complaints, openstackDown, openstackUp } from './up.ts'

const [keystone, services] = [state('keystone'), state('openstack')]
const net = '127.0.2'

/** The OpenStack of the lab itself: Keystone and the services beside it, under the lab's CA. */
export async function labOpenstackUp(say: (text: string) => void): Promise<void> {
  const ca = { cert: caFile, key: state('pki', 'ca.key') }
  const { url, user, password, project, domain } = await keystoneUp(keystone, { address: `${net}.5`, ca })
  const { cidr, vips } = networks.provider
  const provider = { cidr, pool: { start: '127.0.4.200', end: '127.0.4.230' }, vips: { start: vips.from, end: vips.to } }
  await openstackUp(services, { identity: { url, caFile, user, password, project, domain }, ca, net, provider, say })
}

export async function labOpenstackDown(): Promise<void> {
  await Promise.all([openstackDown(services), keystoneDown(keystone)])
}

/** What the site file says differently while an OpenStack is up; nothing otherwise. */
export function openstackSite(): Readonly<Record<string, unknown>> {
  if (!openstackRuns()) return {}
  const { address } = placeIn(keystone)
  return {
    networks: { ...networks, services: { cidr: `${net}.0/24` } },
    keystone: { address, port },
    openrc: relative(stateDir, `${keystone}/admin-openrc`),
  }
}

/** What is wrong with the OpenStack that is up; undefined while there is none. */
export async function openstackComplaints(): Promise<readonly string[] | undefined> {
  return existsSync(services) ? complaints(cloudAt(services)) : undefined
}

/** Faults of Keystone and of what is beside it: they need a lab that was started with it. */
export const openstackFaults: Faults = Object.fromEntries(
  Object.entries({ ...keystoneFaults, ...openstackFaultsOf(services) }).map(([name, fault]) => [name, needingOpenstack(fault)]),
)

function needingOpenstack(fault: Fault): Fault {
  return {
    ...fault,
    async apply() {
      cloudAt(services)
      await fault.apply()
    },
    async undo() {
      // one that could not be applied for want of an OpenStack is noted all the same, and has to be got rid of
      if (existsSync(services)) await fault.undo()
    },
  }
}

function openstackRuns(): boolean {
  return existsSync(services) && daemonRuns(services, 'mariadb')
}
