import { networks } from '../../../cloud/table.ts'
import type { Faults } from '../../../faults/fault.ts'
import type { Rest } from '../rest.ts'
import { pool, providerSubnet } from '../seed/networks.ts'
import { cloudFault } from './fault.ts'

const { vips } = networks.provider

export function networkFaultsOf(dir: string): Faults {
  return {
    'pool-over-vips': cloudFault(
      dir,
      'neutron',
      `${providerSubnet} gives out the addresses of the API VIPs`,
      (rest) => setPools(rest, [{ start: vips.from, end: vips.to }, pool]),
      (rest) => setPools(rest, [pool]),
    ),
  }
}

async function setPools(rest: Rest, allocation_pools: readonly (typeof pool)[]): Promise<void> {
  const { subnets } = await rest.must('neutron', 'GET', `/v2.0/subnets?name=${providerSubnet}`)
  await rest.must('neutron', 'PUT', `/v2.0/subnets/${subnets[0].id}`, { subnet: { allocation_pools } })
}
