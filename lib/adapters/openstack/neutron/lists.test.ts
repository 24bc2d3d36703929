import { describe, expect, test } from 'vitest'
import { JsonObject } from '../../json.ts'
import { networks } from './networks.ts'
import { onProviderNetworks } from './provider-subnets.ts'
import { subnets } from './subnets.ts'

/** As neutron 21.0 of the lab answered the creation of an external network. */
const network = {
  id: 'b2ae9300-ddda-4a91-afad-a641c7763494',
  name: 'ext',
  tenant_id: '968d8856473d4458bb169c7361184fb2',
  admin_state_up: true,
  mtu: 1450,
  status: 'ACTIVE',
  subnets: [],
  shared: false,
  'router:external': true,
  'provider:network_type': 'vxlan',
  'provider:physical_network': null,
  'provider:segmentation_id': 522,
}
/** As neutron's API reference prints it. */
const subnet = {
  id: '08eae331-0402-425a-923c-34f7cfe39c1b',
  name: '',
  network_id: network.id,
  cidr: '10.12.4.0/22',
  ip_version: 4,
  gateway_ip: null,
  allocation_pools: [{ start: '10.12.5.1', end: '10.12.5.254' }],
  enable_dhcp: false,
}
const networkFrom = (change: object) => networks.row(new JsonObject({ ...network, ...change }, 'networks[0]'))
const subnetFrom = (change: object) => subnets.row(new JsonObject({ ...subnet, ...change }, 'subnets[0]'))

describe('a network', () => {
  test('is external, physical, both or neither', () => {
    const kinds = [
      {},
      { 'router:external': false },
      { 'provider:physical_network': 'physnet1' },
      { 'router:external': undefined, 'provider:physical_network': undefined },
    ]
    expect(kinds.map((change) => networkFrom(change)).map(({ isExternal, physicalNetwork }) => [isExternal, physicalNetwork])).toEqual([
      [true, undefined],
      [false, undefined],
      [true, 'physnet1'],
      [false, undefined],
    ])
  })

  test('of several segments is physical when one is', () => {
    const segments = [{ 'provider:physical_network': null }, { 'provider:physical_network': 'physnet2' }]
    expect(networkFrom({ segments })).toMatchObject({ physicalNetwork: 'physnet2' })
  })
})

describe('a subnet', () => {
  test('has pools', () => {
    expect(subnetFrom({})).toEqual({
      id: subnet.id,
      name: '',
      networkId: network.id,
      cidr: '10.12.4.0/22',
      pools: [{ from: '10.12.5.1', to: '10.12.5.254' }],
    })
  })

  test.each([
    [{ allocation_pools: undefined }, 'subnets[0].allocation_pools: wanted a list, got nothing'],
    [{ allocation_pools: [{ start: '10.12.5.1' }] }, 'subnets[0].allocation_pools[0].end: wanted a text, got nothing'],
    [
      { allocation_pools: [{ start: '10.12.5.1', end: '10.12.5' }] },
      'subnets[0].allocation_pools[0].end: wanted an IP address, got "10.12.5"',
    ],
    [{ cidr: null }, 'subnets[0].cidr: wanted a text, got null'],
  ])('%j is not understood', (change, message) => {
    expect(() => subnetFrom(change)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

describe('addresses are everybody’s', () => {
  const overlay = networkFrom({ 'router:external': false })
  const physical = networkFrom({ 'router:external': false, 'provider:physical_network': 'physnet1' })

  test('on an external network and on a physical one, not on an overlay', () => {
    expect([networkFrom({}), physical, overlay].map((one) => onProviderNetworks([subnetFrom({})], [one]).length)).toEqual([1, 1, 0])
  })

  test('which cannot be known of a subnet whose network is not listed', () => {
    expect(() => onProviderNetworks([subnetFrom({})], [])).toThrow(
      expect.objectContaining({
        name: 'CouldNotLook',
        message: `subnet ${subnet.id} is on network ${network.id}, which Neutron does not list: ask again`,
      }),
    )
  })
})
