import { describe, expect, test } from 'vitest'
import type { Site } from '../../../phase/site.ts'
import { vipBlocks, vipPools } from './vip-pools.ts'

const none = { staleVips: [], neutronPools: [], reachable: true }
const site = {
  networks: {
    provider: { cidr: '10.12.4.0/22', vips: { from: '10.12.4.50', to: '10.12.4.60' }, ...none },
    metal: { cidr: '10.12.8.0/22', vips: { from: '10.12.8.50', to: '10.12.8.60' }, ...none },
    storage: { cidr: '10.12.16.0/22', ...none },
  },
} satisfies Pick<Site, 'networks'>
const subnet = (cidr: string, ...pools: readonly (readonly [string, string])[]) => ({
  id: 's',
  name: 'ext',
  networkId: 'n',
  cidr,
  pools: pools.map(([from, to]) => ({ from, to })),
  network: { id: 'n', name: 'ext', isExternal: true },
})
const overlapping = (cidr: string, ...pools: readonly (readonly [string, string])[]) =>
  vipPools([subnet(cidr, ...pools)], vipBlocks(site, [])).overlaps.map(({ pool, block }) => `${pool.from} ${block.network}`)

describe('a pool overlaps a VIP block', () => {
  test.each([
    ['when it spans it', ['10.12.4.2', '10.12.7.254'], ['10.12.4.2 provider']],
    ['when it lies inside', ['10.12.4.55', '10.12.4.56'], ['10.12.4.55 provider']],
    ['when it ends on its first address', ['10.12.4.2', '10.12.4.50'], ['10.12.4.2 provider']],
    ['when it begins on its last', ['10.12.4.60', '10.12.4.99'], ['10.12.4.60 provider']],
    ['not when it ends before it', ['10.12.4.2', '10.12.4.49'], []],
    ['not when it begins behind it', ['10.12.4.61', '10.12.4.99'], []],
  ] as const)('%s', (_, pool, overlaps) => {
    expect(overlapping('10.12.4.0/22', pool)).toEqual(overlaps)
  })

  test('of either network, when it spans both', () => {
    expect(overlapping('10.12.0.0/16', ['10.12.0.1', '10.12.255.254'])).toEqual(['10.12.0.1 provider', '10.12.0.1 metal'])
  })

  test('not of the other IP version', () => {
    expect(overlapping('fc00::/64', ['fc00::1', 'fc00::ffff'])).toEqual([])
  })
})

test('only subnets on networks with VIPs count as seen', () => {
  const { blocks, subnets } = vipPools([subnet('10.12.5.0/24'), subnet('10.6.0.0/24'), subnet('10.12.16.0/22')], vipBlocks(site, []))
  expect(subnets.map(({ cidr }) => cidr)).toEqual(['10.12.5.0/24'])
  expect(blocks.map(({ network }) => network)).toEqual(['provider', 'metal'])
})

test('a VIP in use outside every block is a block of its own', () => {
  const inUse = [
    { application: 'keystone', address: '10.12.4.50', network: 'provider' },
    { application: 'glance', address: '10.12.5.51', network: 'provider' },
    { application: 'heat', address: '10.99.0.7' },
    { application: 'heat', address: 'fc00::7' },
  ]
  expect(vipBlocks(site, inUse).slice(2)).toEqual([
    { network: 'provider, in use by glance', cidr: '10.12.4.0/22', from: '10.12.5.51', to: '10.12.5.51' },
    { network: 'heat', cidr: '10.99.0.7/32', from: '10.99.0.7', to: '10.99.0.7' },
    { network: 'heat', cidr: 'fc00::7/128', from: 'fc00::7', to: 'fc00::7' },
  ])
})
