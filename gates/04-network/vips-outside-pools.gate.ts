/**
 * Neutron hands out the addresses in its pools and knows nothing of VIPs. Juju is asked for VIPs too, because a VIP may lie outside the site's VIP
 * blocks. Addresses in use are checked too, because they stay in use when their pool is moved. Tenants' overlays are left out: machines outside the
 * cloud do not see the addresses there.
 */
import { gate, none, of, shellLine, some } from 'openstack-gates/gate'

const test = gate('vips-outside-pools')
  .extend('vips', { scope: 'file' }, async ({ juju }) => juju.vips())
  .extend('seen', { scope: 'file' }, async ({ openstack, vips }) => openstack.poolsBesideVips(vips))
  .extend('used', { scope: 'file' }, async ({ openstack, vips }) => openstack.takenVips(vips))

test.saw('the site has VIP blocks', ({ seen }) => some(seen.blocks, 'no network of the site file names a VIP block'))

test.saw('Neutron has a subnet on a network with VIPs', ({ seen }) => {
  const where = seen.blocks.map(({ network, cidr }) => `${network} ${cidr}`).join(', ')
  return some(seen.subnets, `no subnet of Neutron lies in ${where}`)
})

test('no allocation pool holds a VIP', ({ seen }) => {
  const wrong = seen.overlaps.map(({ subnet, pool, block }) => ({
    at: `${subnet.network.name} ${subnet.name || subnet.id}`,
    saw: `pool ${pool.from}–${pool.to} overlaps the VIPs ${block.from}–${block.to} of ${block.network}`,
    fix: `openstack subnet show ${subnet.id}`,
  }))
  const pools = seen.subnets.flatMap((subnet) => subnet.pools)
  return none(wrong, of(pools, 'allocation pool'), 'overlaps a VIP block')
})

test('no VIP is the gateway of a subnet', ({ seen }) => {
  const wrong = seen.gateways.map(({ subnet, block }) => ({
    at: `${subnet.network.name} ${subnet.name || subnet.id}`,
    saw: `gateway ${subnet.gateway} is a VIP of ${block.network}: routers send everything there`,
    fix: `openstack subnet show ${subnet.id}`,
  }))
  return none(wrong, of(seen.subnets, 'subnet'), 'has a VIP as its gateway')
})

test.saw('Neutron has ports', ({ used }) => some(used.portsSeen, 'Neutron lists no port at all'))

test('nothing in Neutron has the address of a VIP', ({ used: { taken, portsSeen } }) => {
  const findings = taken.map(({ at, address, owner, block, shows }) => ({
    at,
    saw: `has ${address}, a VIP of ${block.network}${owner === '' ? ', and belongs to nothing' : ` (${owner})`}`,
    fix: shellLine(shows),
  }))
  return none(findings, of(portsSeen, 'port'), 'has the address of a VIP')
})
