/** A VIP looks free to MAAS until the deploy. One address outside the reserved range is enough for the next container to be given it. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('vip-ranges-reserved').extend('blocks', { scope: 'file' }, async ({ maas }) => maas.vipBlocks())

test.saw('MAAS knows the subnet of every VIP block', ({ blocks }) => {
  const unknown = blocks
    .filter((block) => block.subnets.length === 0)
    .map(({ network, vips }) => ({ at: network, saw: `MAAS has no subnet with ${vips.from} to ${vips.to}` }))
  expect(blocks.length, 'no network of the site file has VIPs').toBeGreaterThan(0)
  expect(unknown, `${unknown.length} of ${blocks.length} blocks are in no subnet of MAAS`).toEqual([])
})

test('a reserved range covers every VIP', ({ blocks, site }) => {
  const open = blocks.flatMap(({ network, unreserved }) =>
    unreserved.map(({ from, to }) => ({
      at: network,
      saw: `${from} to ${to} is in no reserved range`,
      fix: `maas ${site.maas?.profile} ipranges create type=reserved start_ip=${from} end_ip=${to} comment=VIPs`,
    })),
  )
  expect(open, `${open.length} stretches of planned addresses are free for MAAS to hand out`).toEqual([])
})

test('no range lets MAAS give VIPs away', ({ blocks }) => {
  const giving = blocks.flatMap(({ network, dynamic, inverted }) => [
    ...dynamic.map(({ id, from, to }) => ({ at: network, saw: `dynamic range ${id}, ${from} to ${to}, holds VIPs` })),
    ...inverted.map(({ id, from, to }) => ({
      at: network,
      saw: `MAAS does not manage this subnet, so it assigns from reserved range ${id}, ${from} to ${to}, which holds VIPs`,
    })),
  ])
  expect(giving, `${giving.length} ranges of MAAS hold VIPs to give away`).toEqual([])
})

test('no Neutron pool overlaps the VIPs', ({ blocks }) => {
  const pools = blocks.flatMap(({ network, vips, neutronPools }) =>
    neutronPools.map(({ from, to }) => ({
      at: network,
      saw: `the Neutron pool ${from} to ${to} overlaps the VIPs ${vips.from} to ${vips.to}`,
    })),
  )
  expect(pools, `${pools.length} Neutron pools overlap VIPs`).toEqual([])
})
