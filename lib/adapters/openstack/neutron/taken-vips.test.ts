import { describe, expect, test } from 'vitest'
import { portStatus } from './states.ts'
import { takenVips } from './taken-vips.ts'

const block = { network: 'provider', cidr: '10.12.4.0/22', from: '10.12.4.50', to: '10.12.4.60' }
const networks = [
  { id: 'ext', name: 'ext', isExternal: true },
  { id: 'vlan', name: 'vlan', isExternal: false, physicalNetwork: 'physnet1' },
  { id: 'overlay', name: 'overlay', isExternal: false },
]
const port = (networkId: string, owner: string, ...addresses: readonly string[]) => ({
  id: 'p',
  name: '',
  networkId,
  deviceId: 'd',
  owner,
  status: portStatus.hear('ACTIVE'),
  addresses,
})
const taken = (...ports: Parameters<typeof takenVips>[0]) =>
  takenVips(ports, networks, [block]).taken.map(({ at, address }) => `${at} ${address}`)

describe('an address of a VIP block is taken', () => {
  test.each([
    ['on an external network', port('ext', 'network:router_gateway', '10.12.4.50'), ['port p 10.12.4.50']],
    ['on a physical one', port('vlan', '', '10.12.4.60'), ['port p 10.12.4.60']],
    ['on one that is not listed', port('new', 'compute:nova', '10.12.4.55'), ['port p 10.12.4.55']],
    ['by the second address of a port', port('ext', 'compute:nova', '10.12.5.1', '10.12.4.51'), ['port p 10.12.4.51']],
    ['by a floating IP', port('ext', 'network:floatingip', '10.12.4.52'), ['floating IP d 10.12.4.52']],
    ['not on an overlay', port('overlay', 'compute:nova', '10.12.4.55'), []],
    ['not just beside it', port('ext', 'compute:nova', '10.12.4.49', '10.12.4.61'), []],
    ['not by the other IP version', port('ext', 'compute:nova', 'fd00::50'), []],
  ] as const)('%s', (_, one, expected) => {
    expect(taken(one)).toEqual(expected)
  })
})
