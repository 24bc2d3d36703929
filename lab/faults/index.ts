import { capiFaults } from '../capi/index.ts'
import { deployFaults } from '../cloud/deploy-faults.ts'
import { jujuFaults } from '../cloud/juju-faults.ts'
import { machineFaults } from '../cloud/machine-faults.ts'
import { sshFaults } from '../host/ssh-faults.ts'
import { kubeFaults } from '../kube/faults.ts'
import { libvirtFaults } from '../libvirt/faults.ts'
import { nginxFaults } from '../nginx/index.ts'
import { openstackFaults } from '../openstack/lab.ts'
import { vaultFaults } from '../vault/faults.ts'
import { clusterFaults } from './cluster.ts'
import { conductorFaults } from './conductor.ts'
import type { Faults } from './fault.ts'
import { haproxyFaults } from './haproxy.ts'
import { helmFaults } from './helm.ts'
import { maasFaults } from './maas.ts'

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
