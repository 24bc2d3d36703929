/** Until the deploy, MAAS takes a VIP for a free address. So MAAS may give a VIP that is in no reserved range to the next container. */
import { absent, all, gate, none, nothing, of, some } from 'openstack-gates/gate'

const test = gate('vip-ranges-reserved').extend('blocks', { scope: 'file' }, async ({ maas }) => maas.vipBlocks())

test.saw('MAAS knows the subnet of every VIP block', ({ blocks }) => {
  // MAAS does not give away addresses of a network that it does not know. So a network that has only floating IPs may be missing in MAAS.
  const ofVips = blocks.filter(({ vips }) => vips !== undefined)
  const unknown = ofVips.flatMap(({ network, vips, subnets }) =>
    vips && subnets.length === 0 ? [{ at: network, saw: `MAAS has no subnet that contains ${vips.from} to ${vips.to}` }] : [],
  )
  return all(some(ofVips, 'no network of the site file has VIPs'), none(unknown, of(ofVips, 'VIP block'), 'is in no subnet of MAAS'))
})

test('a reserved range covers every VIP', ({ blocks, site }) => {
  const open = blocks.flatMap(({ network, unreserved }) =>
    unreserved.map(({ from, to }) => ({
      at: network,
      saw: `${from} to ${to} is in no reserved range`,
      fix: `maas ${site.maas?.profile} ipranges create type=reserved start_ip=${from} end_ip=${to} comment=VIPs`,
    })),
  )
  const count = new Set(open.map(({ at }) => at)).size
  return absent(none(open, of(blocks, 'VIP block'), 'has addresses that MAAS is free to hand out', { count }))
})

test('a reserved range covers every pool of floating IPs', ({ blocks, site }) => {
  const open = blocks.flatMap(({ network, unreservedPools }) =>
    unreservedPools.map(({ from, to }) => ({
      at: network,
      saw: `${from} to ${to} is in a pool of Neutron, and in no reserved range`,
      fix: `maas ${site.maas?.profile} ipranges create type=reserved start_ip=${from} end_ip=${to} comment=floating-IPs`,
    })),
  )
  const count = new Set(open.map(({ at }) => at)).size
  return absent(none(open, of(blocks, 'network'), 'lets MAAS give away floating IPs of Neutron', { count }))
})

test('no range lets MAAS give VIPs or floating IPs away', ({ blocks }) => {
  const giving = blocks.flatMap(({ network, dynamic, inverted }) => [
    ...dynamic.map(({ id, from, to, holds }) => ({ at: network, saw: `dynamic range ${id}, ${from} to ${to}, holds ${holds}` })),
    ...inverted.map(({ id, from, to, holds }) => ({
      at: network,
      saw: `MAAS does not manage this subnet, so it assigns addresses there only from reserved ranges; reserved range ${id}, ${from} to ${to}, holds ${holds}`,
    })),
  ])
  return nothing(giving, `MAAS can give VIPs or floating IPs away from ${giving.length === 1 ? '1 range' : `${giving.length} ranges`}`)
})

test('no Neutron pool overlaps the VIPs', ({ blocks }) => {
  const overlapping = blocks.filter(({ neutronPools }) => neutronPools.length > 0)
  const pools = overlapping.flatMap(({ network, vips, neutronPools }) =>
    neutronPools.map(({ from, to }) => ({
      at: network,
      saw: `the Neutron pool ${from} to ${to} overlaps the VIPs ${vips?.from} to ${vips?.to}`,
    })),
  )
  return none(pools, of(blocks, 'VIP block'), 'is overlapped by a Neutron pool', { count: overlapping.length })
})
