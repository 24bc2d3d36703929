import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sitesDir } from '../../phase/project.ts'
import { readSite } from '../../phase/read-site.ts'
import type { Site } from '../../phase/site.ts'
import { wayTo } from './way-to-unit.ts'

const file = readSite(join(sitesDir, 'example-two-planes.yaml'))
const network = { staleVips: [], neutronPools: [], reachable: true }
const networks: Site['networks'] = {
  public: { ...network, cidr: '10.12.4.0/22', space: 'provider-public' },
  metal: { ...network, cidr: '10.12.8.0/22', space: 'metal-admin', vips: { from: '10.12.8.50', to: '10.12.8.60' } },
  internal: { ...network, cidr: '10.12.12.0/22', space: 'metal-internal', reachable: false },
}
const site = (ssh: Partial<Site['ssh']> = {}): Site => ({ ...file, networks, ssh: { ...file.ssh, ...ssh } })
const unit = { primaryAddress: '10.12.12.101', addresses: ['10.12.12.101', '10.12.8.57', '10.12.8.101', '10.12.4.101'] }

test('a unit is reached at its address in the space that the site names, and never at a VIP that it holds', () => {
  expect(wayTo(unit, site({ space: 'metal-admin' }))).toEqual({ address: '10.12.8.101' })
})

test('the first network of an order where the unit has an address counts', () => {
  expect(wayTo(unit, site({ prefer: ['10.12.4.0/22', '10.12.8.0/22'] }))).toEqual({ address: '10.12.4.101' })
  expect(wayTo({ ...unit, addresses: ['10.12.8.101'] }, site({ prefer: ['10.12.4.0/22', '10.12.8.0/22'] }))).toEqual({
    address: '10.12.8.101',
  })
})

test('a unit without an address where units are wanted is not asked', () => {
  expect(wayTo({ primaryAddress: '10.12.12.101', addresses: ['10.12.8.57'] }, site({ space: 'metal-admin' }))).toEqual({
    why: '10.12.12.101, and has no address on metal, where the site file wants units to be reached',
  })
})

test('where the site names nothing, Juju’s address is taken, unless it is out of reach or of no network of the site', () => {
  expect(wayTo({ ...unit, primaryAddress: '10.12.8.101' }, site())).toEqual({ address: '10.12.8.101' })
  expect(wayTo(unit, site())).toEqual({
    why: '10.12.12.101, on internal, which the site file marks as not reachable from this machine',
    remedy: 'set ssh.space in the site file to the space where units can be reached',
  })
  expect(wayTo({ primaryAddress: '192.168.122.5', addresses: [] }, site())).toEqual({
    why: "192.168.122.5, which is in none of the site's networks (public, metal, internal)",
  })
})
