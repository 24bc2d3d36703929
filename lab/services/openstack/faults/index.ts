import type { Faults } from '../../../faults/fault.ts'
import { computeFaultsOf } from './compute.ts'
import { credentialFaultsOf } from './credentials.ts'
import { driverFaultsOf } from './driver.ts'
import { imageFaultsOf } from './images.ts'
import { loadBalancerFaultsOf } from './load-balancer.ts'
import { networkFaultsOf } from './network.ts'
import { workloadFaultsOf } from './workload.ts'

/** The faults of one cloud, by name. */
export function openstackFaultsOf(dir: string): Faults {
  return {
    ...networkFaultsOf(dir),
    ...loadBalancerFaultsOf(dir),
    ...imageFaultsOf(dir),
    ...computeFaultsOf(dir),
    ...workloadFaultsOf(dir),
    ...driverFaultsOf(dir),
    ...credentialFaultsOf(dir),
  }
}
