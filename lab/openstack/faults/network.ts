import type { Faults } from '../../faults/fault.ts'
import type { Pool } from '../cloud.ts'
import type { Rest } from '../rest.ts'
import { providerSubnet } from '../seed/networks.ts'
import { cloudFault } from './fault.ts'

export function networkFaultsOf(dir: string): Faults {
  return {
    'pool-over-vips': cloudFault(
      dir,
      'neutron',
      `${providerSubnet} gives out the addresses of the API VIPs`,
      (rest, { provider }) => setPools(rest, [provider.vips, provider.pool]),
      (rest, { provider }) => setPools(rest, [provider.pool]),
    ),
  }
}

async function setPools(rest: Rest, allocation_pools: readonly Pool[]): Promise<void> {
  const { subnets } = await rest.must('neutron', 'GET', `/v2.0/subnets?name=${providerSubnet}`)
  await rest.must('neutron', 'PUT', `/v2.0/subnets/${subnets[0].id}`, { subnet: { allocation_pools } })
}
