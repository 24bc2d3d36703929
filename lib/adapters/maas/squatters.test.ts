import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sitesDir } from '../../phase/project.ts'
import { readSite } from '../../phase/read-site.ts'
import type { AddressRecord } from './ip-addresses.ts'
import { lookedAt, squattersIn } from './squatters.ts'

const site = readSite(join(sitesDir, 'example.yaml'))
const subnet = { id: 3, cidr: '10.12.8.0/22', managed: true }
const own = { systemId: 'h8frng', hostname: 'openstack2' }
const found = (record: Partial<AddressRecord>) =>
  squattersIn(site, [{ subnet, records: [{ address: '10.12.8.42', allocType: 6, node: own, ...record }] }])

describe('a discovered record on a planned address', () => {
  test('may be released when the lease is the host’s own: by one exact command, with both flags', () => {
    expect(found({})).toEqual([
      {
        address: '10.12.8.42',
        plannedFor: 'openstack2',
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

  test('offers no release when MAAS names no machine', () => {
    expect(squattersIn(site, [{ subnet, records: [{ address: '10.12.8.42', allocType: 6 }] }])).toEqual([
      { address: '10.12.8.42', plannedFor: 'openstack2' },
    ])
  })

  test.each([
    ['was given, not seen', { allocType: 1 }],
    ['is on an address nobody plans', { address: '10.12.8.231' }],
  ])('is none when it %s', (_, record) => {
    expect(found(record)).toEqual([])
  })
})

test('a subnet with nothing in use is doubted only when machines have addresses there', () => {
  const machine = { addresses: ['10.12.8.40', '10.12.4.40'] } as unknown as Parameters<typeof lookedAt>[2][number]
  const looked = (records: readonly AddressRecord[], machines: readonly (typeof machine)[]) =>
    lookedAt(site, [{ subnet, records }], machines).find(({ network }) => network === 'metal')?.untold
  expect(looked([], [machine])).toEqual(['10.12.8.40'])
  expect(looked([], [])).toEqual([])
  expect(looked([{ address: '10.12.8.1', allocType: 4 }], [machine])).toEqual([])
})
