import { networks } from '../../../cloud/table.ts'
import type { Rest } from '../rest.ts'

export const providerSubnet = 'provider-subnet'
/** The addresses that the provider network gives out; the block of the VIPs is not among them. */
export const pool = { start: '127.0.4.200', end: '127.0.4.230' }

export interface Networks {
  readonly provider: { readonly network: string; readonly subnet: string }
  readonly amphorae: { readonly network: string; readonly subnet: string }
  readonly mgmt: { readonly network: string; readonly subnet: string }
}

/** Makes the provider network, Octavia's management network, and the management cluster's own network with its router. */
export async function seedNetworks(rest: Rest): Promise<Networks> {
  const [provider, amphorae, mgmt] = await Promise.all([
    network(
      rest,
      {
        name: 'provider-net',
        shared: true,
        'router:external': true,
        'provider:network_type': 'flat',
        'provider:physical_network': 'physnet1',
      },
      { name: providerSubnet, cidr: networks.provider.cidr, allocation_pools: [pool], gateway_ip: null, enable_dhcp: false },
    ),
    network(
      rest,
      { name: 'lb-mgmt-net' },
      { name: 'lb-mgmt-subnetv6', ip_version: 6, cidr: 'fc00:a641::/64', ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' },
    ),
    network(rest, { name: 'capi-mgmt-net' }, { name: 'capi-mgmt-subnet', cidr: '10.251.0.0/24' }),
  ])
  await rest.must('neutron', 'POST', '/v2.0/routers', { router: { name: 'capi-mgmt-router' } })
  return { provider, amphorae, mgmt }
}

/** Makes the port by which neutron knows a server. Nova is not asked to attach the port: the lab has no agent that would plug it in. */
export async function addPort(rest: Rest, network: string, server: { readonly id: string; readonly project: string }): Promise<void> {
  await rest.must('neutron', 'POST', '/v2.0/ports', {
    port: { network_id: network, device_id: server.id, device_owner: 'compute:nova', project_id: server.project, admin_state_up: true },
  })
}

async function network(
  rest: Rest,
  network: Readonly<Record<string, unknown>>,
  subnet: Readonly<Record<string, unknown>>,
): Promise<{ readonly network: string; readonly subnet: string }> {
  const made = await rest.must('neutron', 'POST', '/v2.0/networks', { network })
  const below = await rest.must('neutron', 'POST', '/v2.0/subnets', { subnet: { network_id: made.network.id, ip_version: 4, ...subnet } })
  return { network: made.network.id, subnet: below.subnet.id }
}
