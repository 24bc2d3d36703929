import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sitesDir } from '../../phase/project.ts'
import { readSite } from '../../phase/read-site.ts'
import type { IpRange } from './ipranges.ts'
import { vipBlocksOf } from './vip-blocks.ts'

const site = readSite(join(sitesDir, 'example-two-planes.yaml'))
const provider = { id: 1, cidr: '10.12.4.0/22', managed: true }
const metal = { id: 3, cidr: '10.12.8.0/22', managed: true }
const range = (type: IpRange['type'], from: string, to: string, subnetId: number): IpRange => ({
  id: 9,
  type,
  from,
  to,
  subnetId,
  comment: '',
})

const ofProvider = (ranges: readonly IpRange[], subnet = provider, neutronPools: { from: string; to: string }[] = []) => {
  const networks = { ...site.networks, provider: { ...site.networks.provider, neutronPools } } as typeof site.networks
  return vipBlocksOf({ ...site, networks }, [subnet, metal], ranges)[0]
}

describe('a block of VIPs', () => {
  test('is there for every network that has one', () => {
    expect(vipBlocksOf(site, [provider, metal], []).map(({ network }) => network)).toEqual(['provider', 'metal'])
  })

  test('has all that the site reserves unreserved when MAAS has no range', () => {
    expect(ofProvider([])?.unreserved).toEqual([{ from: '10.12.4.2', to: '10.12.4.63' }])
  })

  test('is covered by a range of its own subnet only', () => {
    expect(ofProvider([range('reserved', '10.12.4.2', '10.12.4.63', 1)])?.unreserved).toEqual([])
    expect(ofProvider([range('reserved', '10.12.4.2', '10.12.4.63', 3)])?.unreserved).toHaveLength(1)
  })

  test('is not covered by a dynamic range, which is named for what it holds', () => {
    const dynamic = range('dynamic', '10.12.4.2', '10.12.4.63', 1)
    expect(ofProvider([dynamic])).toMatchObject({ unreserved: [{ from: '10.12.4.2', to: '10.12.4.63' }], dynamic: [dynamic] })
  })

  test('on a subnet that MAAS does not manage, nothing is handed out but from reserved ranges', () => {
    const unmanaged = { ...provider, managed: false }
    const reserved = range('reserved', '10.12.4.2', '10.12.4.63', 1)
    expect(ofProvider([], unmanaged)).toMatchObject({ unreserved: [], inverted: [] })
    expect(ofProvider([reserved], unmanaged)).toMatchObject({ unreserved: [], inverted: [reserved] })
    expect(ofProvider([reserved])?.inverted).toEqual([])
  })

  test('names a Neutron pool that shares an address with it', () => {
    const over = { from: '10.12.4.60', to: '10.12.4.99' }
    expect(ofProvider([], provider, [over, { from: '10.12.4.61', to: '10.12.4.99' }])?.neutronPools).toEqual([over])
  })

  test('leaves out what of a pool is on no subnet of MAAS', () => {
    const pools = [{ from: '10.12.4.200', to: '10.12.7.254' }]
    const half = { ...provider, cidr: '10.12.4.0/24' }
    expect(ofProvider([], half, pools)?.unreservedPools).toEqual([{ from: '10.12.4.200', to: '10.12.4.255' }])
  })

  test('is absent for a network with floating IPs only', () => {
    const external = { cidr: '10.13.0.0/24', neutronPools: [{ from: '10.13.0.100', to: '10.13.0.200' }] }
    const networks = {
      external: { ...site.networks.provider, ...external, vips: undefined, reserved: undefined },
    } as unknown as typeof site.networks
    const of = (subnets: Parameters<typeof vipBlocksOf>[1]) => vipBlocksOf({ ...site, networks }, subnets, [])
    expect(of([{ id: 8, cidr: '10.13.0.0/24', managed: true }])).toMatchObject([
      { network: 'external', unreserved: [], unreservedPools: external.neutronPools },
    ])
    expect(of([provider])).toMatchObject([{ network: 'external', subnets: [], unreservedPools: [] }])
  })
})
