import { deployFaults } from '../cloud/deploy-faults.ts'
import { jujuFaults } from '../cloud/juju-faults.ts'
import { machineFaults } from '../cloud/machine-faults.ts'
import { sshFaults } from '../host/ssh-faults.ts'
import { capiFaults } from '../services/capi/index.ts'
import { clusterFaults } from '../services/hacluster/faults.ts'
import { haproxyFaults } from '../services/haproxy/faults.ts'
import { kubeFaults } from '../services/kube/faults.ts'
import { libvirtFaults } from '../services/libvirt/faults.ts'
import { maasFaults } from '../services/maas/faults.ts'
import { conductorFaults } from '../services/magnum/conductor-faults.ts'
import { helmFaults } from '../services/magnum/helm-faults.ts'
import { nginxFaults } from '../services/nginx/index.ts'
import { openstackFaults } from '../services/openstack/lab.ts'
import { octaviaDaemonFaults } from '../services/openstack/octavia-daemons.ts'
import { vaultFaults } from '../services/vault/faults.ts'
import type { Faults } from './fault.ts'

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
  ...octaviaDaemonFaults,
}
