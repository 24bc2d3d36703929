import { capiFaults } from '../capi/index.ts'
import { sshFaults } from '../host/ssh-faults.ts'
import { kubeFaults } from '../kube/faults.ts'
import { libvirtFaults } from '../libvirt/faults.ts'
import { nginxFaults } from '../nginx/index.ts'
import { openstackFaults } from '../openstack/lab.ts'
import { vaultFaults } from '../vault/faults.ts'
import { clusterFaults } from './cluster.ts'
import { conductorFaults } from './conductor.ts'
import { deployFaults } from './deploy.ts'
import type { Faults } from './fault.ts'
import { haproxyFaults } from './haproxy.ts'
import { helmFaults } from './helm.ts'
import { jujuFaults } from './juju.ts'
import { maasFaults } from './maas.ts'
import { machineFaults } from './machines.ts'

export type { Fault, Faults } from './fault.ts'

/** Everything `lab/fault` can do, by name. */
export const faults: Faults = {
  ...haproxyFaults,
  ...clusterFaults,
  ...conductorFaults,
  ...helmFaults,
  ...jujuFaults,
  ...sshFaults,
  ...machineFaults,
  ...libvirtFaults,
  ...kubeFaults,
  ...capiFaults,
  ...maasFaults,
  ...deployFaults,
  ...nginxFaults,
  ...vaultFaults,
  ...openstackFaults,
}
