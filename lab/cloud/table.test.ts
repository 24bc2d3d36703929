import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import {
  applications,
  frontedUnits,
  hosts,
  listeners,
  machines,
  nameServer,
  networks,
  regionController,
  unit,
  units,
  vips,
} from './table.ts'

describe('the table of the lab', () => {
  test('has thirteen units, named and numbered as juju does', () => {
    expect(units.map(({ name, machine, metal }) => `${name} ${machine} ${metal}`)).toEqual([
      'keystone/0 0/lxd/0 127.0.1.1',
      'keystone/1 1/lxd/0 127.0.1.2',
      'keystone/2 2/lxd/0 127.0.1.3',
      'glance/0 0/lxd/1 127.0.1.4',
      'glance/1 1/lxd/1 127.0.1.5',
      'nova-cloud-controller/0 2/lxd/1 127.0.1.6',
      'neutron-api/0 3/lxd/0 127.0.1.7',
      'placement/0 0/lxd/2 127.0.1.8',
      'octavia/0 1/lxd/2 127.0.1.9',
      'openstack-dashboard/0 2/lxd/2 127.0.1.10',
      'magnum/0 3/lxd/1 127.0.1.11',
      'magnum/1 0/lxd/3 127.0.1.12',
      'vault/0 3/lxd/2 127.0.1.13',
    ])
  })

  test('has the machines under them, the hypervisor and the management node as hosts of their own', () => {
    expect(hosts.slice(units.length).map(({ name, host, metal, boots }) => `${name} ${host} ${metal} ${boots}`)).toEqual([
      'machine/0 machine-0 127.0.1.101 systemd',
      'machine/1 machine-1 127.0.1.102 systemd',
      'machine/2 machine-2 127.0.1.103 systemd',
      'machine/3 machine-3 127.0.1.104 systemd',
      'hypervisor hypervisor 127.0.1.202 plain',
      'capi-mgmt capi-mgmt-0 127.0.1.203 plain',
    ])
  })

  test('gives no address away twice', () => {
    const providers = [...units, ...machines].map(({ provider }) => provider)
    const metals = [...hosts.map(({ metal }) => metal), regionController, nameServer]
    const addresses = [...metals, ...providers, ...applications.flatMap(vips)]
    expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([])
    expect(listeners().filter((address, index, all) => all.indexOf(address) !== index)).toEqual([])
  })

  test('keeps every VIP inside the block of its network', () => {
    const outside = applications.flatMap((app) =>
      vips(app).filter((vip, index) => {
        const { from, to } = [networks.provider, networks.metal][index]?.vips ?? networks.provider.vips
        return !(bytes(from) <= bytes(vip) && bytes(vip) <= bytes(to))
      }),
    )
    expect(outside).toEqual([])
  })

  test('has no haproxy and no VIP for vault, which is alone', () => {
    expect([unit('vault/0').app.vip, vips(unit('vault/0').app), frontedUnits.length]).toEqual([undefined, [], 12])
    expect(listeners().filter((address) => address.includes('127.0.1.13:'))).toEqual(['127.0.1.13:2222'])
  })

  test('listens on loopback only', () => {
    expect(listeners().filter((address) => !address.startsWith('127.'))).toEqual([])
  })

  test('names what it has when asked for a unit it has not', () => {
    expect(() => unit('heat/0')).toThrow('the lab has no unit heat/0; it has keystone/0 keystone/1')
  })
})

function bytes(address: string): string {
  return ipaddr
    .parse(address)
    .toByteArray()
    .map((byte) => String(byte).padStart(3, '0'))
    .join('.')
}
