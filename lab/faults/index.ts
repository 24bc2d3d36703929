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
import { octaviaFaults } from '../services/octavia/faults.ts'
import { openstackFaults, pollIfUp } from '../services/openstack/lab.ts'
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
  ...polledAfter(kubeFaults, ['cluster-deleting', 'driver-api-version-not-served']),
  ...capiFaults,
  ...maasFaults,
  ...deployFaults,
  ...nginxFaults,
  ...vaultFaults,
  ...openstackFaults,
  ...octaviaFaults,
}

/** Makes the driver poll after each of these faults is undone. By itself it polls only every minute, and would report the fault until then. */
function polledAfter(all: Faults, names: readonly string[]): Faults {
  const polled = names.map((name) => {
    const one = all[name]
    if (one === undefined) throw new Error(`there is no fault ${name}`)
    const undo = async () => {
      await one.undo()
      await pollIfUp()
    }
    return [name, { ...one, undo }] as const
  })
  return { ...all, ...Object.fromEntries(polled) }
}
