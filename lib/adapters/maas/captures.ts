/** Output of the MAAS 3.x CLI, for tests. Written from the API's handlers (src/maasserver/api), not captured from a MAAS. Shortened. */
export const machineJson = {
  system_id: '4na83t',
  hostname: 'openstack0',
  fqdn: 'openstack0.maas',
  node_type: 0,
  node_type_name: 'Machine',
  status: 6,
  status_name: 'Deployed',
  status_message: 'Deployed',
  memory: 32768,
  cpu_count: 16,
  power_state: 'on',
  power_type: 'virsh',
  ip_addresses: ['10.12.8.40', '10.12.4.40'],
  owner: 'admin',
  pool: { id: 0, name: 'default' },
  tag_names: ['virtual'],
  interface_set: [{ id: 5, name: 'enp1s0', mac_address: '52:54:00:00:00:00' }],
  resource_uri: '/MAAS/api/2.0/machines/4na83t/',
}

export const subnetJson = {
  id: 1,
  name: '10.12.4.0/22',
  description: '',
  vlan: { id: 5001, vid: 0, name: 'untagged', fabric: 'fabric-0', dhcp_on: false },
  cidr: '10.12.4.0/22',
  rdns_mode: 2,
  gateway_ip: '10.12.4.1',
  dns_servers: ['10.12.8.1'],
  allow_dns: true,
  allow_proxy: true,
  active_discovery: false,
  managed: true,
  space: 'provider',
  resource_uri: '/MAAS/api/2.0/subnets/1/',
}

export const rangeJson = {
  id: 2,
  type: 'reserved',
  start_ip: '10.12.4.2',
  end_ip: '10.12.4.63',
  comment: 'VIPs',
  user: 'admin',
  subnet: subnetJson,
  resource_uri: '/MAAS/api/2.0/ipranges/2/',
}

export const recordJson = {
  ip: '10.12.8.42',
  alloc_type: 6,
  created: 'Thu, 11 Jun. 2026 18:06:19',
  updated: 'Thu, 11 Jun. 2026 18:06:19',
  node_summary: { system_id: 'h8frng', node_type: 0, fqdn: 'openstack2.maas', hostname: 'openstack2', is_container: false, via: 'enp1s0' },
}

/** `ipaddresses read` prints an address in use in a different shape than `subnet ip-addresses` does. */
export const reservationJson = {
  ip: '10.12.8.42',
  alloc_type: 4,
  alloc_type_name: 'User reserved',
  owner: { username: 'admin' },
  subnet: subnetJson,
  interface_set: [],
  created: '2026-06-11T18:06:19',
  resource_uri: '/MAAS/api/2.0/ipaddresses/',
}

export const reservedRangeJson = { start: '10.12.4.2', end: '10.12.4.63', purpose: ['reserved'], num_addresses: 62 }
