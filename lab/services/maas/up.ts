import { machines, networks } from '../../cloud/table.ts'
import { projectRoot } from '../../host/state.ts'
import { clear, type Item, write } from './store.ts'

/** system_id by hostname. */
export const hosts: Readonly<Record<string, string>> = {
  'machine-0': '4na83t',
  'machine-1': 'qdbqd6',
  'machine-2': 'h8frng',
  'machine-3': 'tmsafc',
}

const subnets = Object.entries(networks).map(([space, { cidr, vips }], i) => ({ id: i + 1, space, cidr, vips }))

/** Writes the answers that lab/bin/maas prints. In them, all machines of the lab are deployed and all VIPs of the lab are reserved. */
export function maasUp(): void {
  clear()
  write('machines', machines.map(machine))
  write('subnets', subnets.map(subnet))
  write('ipranges', subnets.map(range))
  for (const { id, space } of subnets)
    write(
      `ip-addresses-${id}`,
      machines.map(({ number, ...addresses }) => record(addresses[space as 'metal' | 'provider'], number)),
    )
}

/** The part of the site file that is about MAAS. */
export function maasSite() {
  const addresses = Object.fromEntries(machines.map(({ number, metal }) => [`machine-${number}`, [metal]]))
  return { maas: { profile: 'admin', command: `${projectRoot}/lab/bin/maas`, hosts, addresses } }
}

/** A record of one address. `allocType` 6: a lease that MAAS discovered and has kept. */
export function record(ip: string, number: number, allocType = 1): Item {
  const hostname = `machine-${number}`
  const at = 'Sun, 22 Nov. 2026 09:00:00'
  const node = { system_id: hosts[hostname], node_type: 0, fqdn: `${hostname}.maas`, hostname, is_container: false, via: 'eth0' }
  return { ip, alloc_type: allocType, created: at, updated: at, ...(allocType === 6 ? {} : { user: 'admin' }), node_summary: node }
}

function machine({ number, metal, provider }: (typeof machines)[number]): Item {
  const hostname = `machine-${number}`
  return {
    system_id: hosts[hostname],
    hostname,
    fqdn: `${hostname}.maas`,
    node_type: 0,
    node_type_name: 'Machine',
    status: 6,
    status_name: 'Deployed',
    status_message: 'Deployed',
    memory: 32768,
    cpu_count: 4,
    power_state: 'on',
    power_type: 'virsh',
    ip_addresses: [metal, provider],
    owner: 'admin',
    tag_names: ['lab'],
  }
}

function subnet({ id, space, cidr }: (typeof subnets)[number]): Item {
  return {
    id,
    name: space,
    cidr,
    vlan: { id: 5000 + id, vid: 0, name: 'untagged', dhcp_on: space === 'metal' },
    space,
    gateway_ip: null,
    dns_servers: [],
    rdns_mode: 2,
    allow_dns: true,
    active_discovery: false,
    managed: true,
  }
}

function range({ id, space, cidr, vips }: (typeof subnets)[number]): Item {
  return { id, type: 'reserved', start_ip: vips.from, end_ip: vips.to, comment: 'VIPs', user: 'admin', subnet: { id, cidr, name: space } }
}
