/** Neutron hands out what its pools hold and knows nothing of VIPs. Only networks that machines share count: a tenant's overlay meets nobody. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('vips-outside-pools').extend('seen', { scope: 'file' }, async ({ openstack }) => openstack.poolsBesideVips())

test.saw('the site has VIP blocks', ({ seen }) => {
  expect(seen.blocks.length, 'no network of the site file names a VIP block').toBeGreaterThan(0)
})

test.saw('Neutron has a subnet on a network with VIPs', ({ seen }) => {
  const where = seen.blocks.map(({ network, cidr }) => `${network} ${cidr}`).join(', ')
  expect(seen.subnets.length, `no subnet of Neutron lies in ${where}`).toBeGreaterThan(0)
})

test('no allocation pool holds a VIP', ({ seen }) => {
  const wrong = seen.overlaps.map(({ subnet, pool, block }) => ({
    at: `${subnet.network.name} ${subnet.name || subnet.id}`,
    saw: `pool ${pool.from}–${pool.to} overlaps the VIPs ${block.from}–${block.to} of ${block.network}`,
    fix: `openstack subnet show ${subnet.id}`,
  }))
  expect(wrong, `${wrong.length} allocation pools overlap a VIP block`).toEqual([])
})
