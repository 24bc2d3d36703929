import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sitesDir } from '../../phase/project.ts'
import { readSite } from '../../phase/read-site.ts'
import type { KnownHost } from './hosts.ts'
import type { AddressRecord } from './ip-addresses.ts'
import { lookedAt, squattersIn } from './squatters.ts'
import { allocationOf } from './states.ts'

const site = readSite(join(sitesDir, 'example-two-planes.yaml'))
const subnet = { id: 3, cidr: '10.12.8.0/22', managed: true }
const own = { systemId: 'h8frng', hostname: 'openstack2' }
const discovered = allocationOf(6)
const hosts = Object.entries(site.maas?.hosts ?? {}).map(([name, systemId]) => ({ name, systemId }) as KnownHost)
const found = (record: Partial<AddressRecord>) =>
  squattersIn(site, [{ subnet, records: [{ address: '10.12.8.42', allocation: discovered, node: own, ...record }] }], hosts)

describe('a discovered record on a planned address', () => {
  test('may be released when the lease is the host’s own: by one exact command, with both flags', () => {
    expect(found({})).toEqual([
      {
        address: '10.12.8.42',
        plannedFor: 'openstack2',
        isVip: false,
        allocation: discovered,
        heldBy: 'openstack2 (h8frng)',
        release: 'maas admin ipaddresses release ip=10.12.8.42 force=true discovered=true',
      },
    ])
  })

  test.each([
    ['another host', { node: { systemId: 'w3yqnk', hostname: 'scratch' } }, 'openstack2'],
    ['another machine of the same name', { node: { systemId: 'xnp47g', hostname: 'openstack2' } }, 'openstack2'],
    ['the host, on the address of another', { address: '10.12.8.43' }, 'openstack3'],
    ['a host, on a VIP', { address: '10.12.8.55' }, 'a VIP of metal'],
    ['a host, on an address of the infrastructure', { address: '10.12.8.30' }, 'juju'],
    ['a host, on Keystone', { address: '10.12.4.50' }, 'keystone'],
  ])('offers no release when it is the lease of %s', (_, record, plannedFor) => {
    const [squatter] = found(record)
    expect(squatter).toMatchObject({ plannedFor })
    expect(squatter).not.toHaveProperty('release')
  })

  test('offers no release when the record names no machine', () => {
    expect(squattersIn(site, [{ subnet, records: [{ address: '10.12.8.42', allocation: discovered }] }], hosts)).toEqual([
      { address: '10.12.8.42', plannedFor: 'openstack2', isVip: false, allocation: discovered },
    ])
  })

  test('is left out when the site does not plan its address', () => {
    expect(found({ address: '10.12.8.231' })).toEqual([])
  })

  test('that was given and not seen keeps how it was given', () => {
    expect(found({ allocation: allocationOf(1) })).toMatchObject([{ allocation: { word: 'static', is: 'good' } }])
  })
})

test('the address of Keystone is a VIP only where a network of the site has its VIPs', () => {
  const node = { systemId: 'kd7wtx', hostname: 'juju-ffe3b8-0-lxd-0' }
  const record = { address: site.keystone.address, allocation: allocationOf(1), node }
  const ofKeystone = (networks: typeof site.networks) => squattersIn({ ...site, networks }, [{ subnet, records: [record] }], hosts)
  expect(ofKeystone(site.networks)).toMatchObject([{ plannedFor: 'keystone', isVip: true }])
  const single = Object.fromEntries(Object.entries(site.networks).map(([name, { vips: _, ...network }]) => [name, network]))
  expect(ofKeystone(single)).toMatchObject([{ plannedFor: 'keystone', isVip: false }])
})

test('a subnet with nothing in use is doubted only when machines have addresses there', () => {
  const machine = { addresses: ['10.12.8.40', '10.12.4.40'] } as unknown as Parameters<typeof lookedAt>[2][number]
  const looked = (records: readonly AddressRecord[], machines: readonly (typeof machine)[]) =>
    lookedAt(site, [{ subnet, records }], machines).find(({ network }) => network === 'metal')?.missing
  expect(looked([], [machine])).toEqual(['10.12.8.40'])
  expect(looked([], [])).toEqual([])
  expect(looked([{ address: '10.12.8.1', allocation: allocationOf(4) }], [machine])).toEqual([])
})
