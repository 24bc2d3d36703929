/**
 * A machine that rightly holds a VIP lists the VIP too, and Juju may even show the VIP in place of the machine's own address. So a VIP collides only
 * if a machine was given the VIP as its own address, or has the VIP without a unit of the VIP's application.
 */
import { gate, none, of, some } from 'openstack-gates/gate'

const test = gate('vip-primary-collision').extend('plan', { scope: 'file' }, async ({ juju, site }) => {
  const [vips, { held, without }, holders] = await Promise.all([juju.vips(), juju.addresses(), juju.vipHolders()])
  const owners = new Set([...held, ...without].map(({ owner }) => owner)).size
  return { vips, owners, without, holders, reserve: (network = '') => reserveCommand(site.networks[network]?.vips, site.maas?.profile) }
})

test.saw('applications have VIPs', ({ plan }) => some(plan.vips, 'no application has a vip setting'))

test.saw('every machine and unit has an address to compare', ({ plan }) => {
  const without = plan.without.map(({ owner, why }) => ({ at: owner, saw: why }))
  return none(without, of(plan.owners, 'machine and unit', 'machines and units'), 'has an address that cannot be compared')
})

test('every VIP is of one application', ({ plan }) => {
  const shared = [...twiceGiven(plan.vips)].map(([address, applications]) => ({
    at: applications.join(' and '),
    saw: `each has ${address} in its vip setting`,
  }))
  return none(shared, of(plan.vips, 'VIP'), 'is given twice')
})

test('each VIP is only where its application runs, and no machine or unit has a VIP as its own address', ({ plan }) => {
  // A VIP that two applications have is left out here: the claim above reports it.
  const shared = twiceGiven(plan.vips)
  const taken = plan.holders
    .filter(({ isRightful, vip }) => !isRightful && !shared.has(vip.address))
    .map(({ vip, held }) => ({
      at: held.owner,
      saw: `${vip.address}, the VIP of ${vip.application}, is ${held.primary ? 'the primary' : 'an'} address of ${[held.owner, ...held.units].join(', ')}`,
      fix: plan.reserve(vip.network),
    }))
  const notes = plan.holders.flatMap(({ vip, held, ownAddress }) =>
    ownAddress === undefined
      ? []
      : [
          `Juju shows ${vip.address}, the VIP of ${vip.application}, as the address of ${held.owner}. That machine holds the VIP; its own address is ${ownAddress}`,
        ],
  )
  return none(taken, of(plan.vips, 'VIP'), 'collides', { notes })
})

/** `10.12.4.50` → `['keystone', 'glance']` */
function twiceGiven(vips: readonly { readonly address: string; readonly application: string }[]): ReadonlyMap<string, readonly string[]> {
  const byAddress = Map.groupBy(vips, ({ address }) => address)
  const owners = [...byAddress].map(([address, alike]) => [address, [...new Set(alike.map(({ application }) => application))]] as const)
  return new Map(owners.filter(([, applications]) => applications.length > 1))
}

/**
 * The command that makes MAAS reserve the VIP block, so that MAAS no longer hands out its addresses. Undefined when the site names no VIP block for
 * the network, or no MAAS.
 */
function reserveCommand(
  block: { readonly from: string; readonly to: string } | undefined,
  profile: string | undefined,
): string | undefined {
  return profile === undefined
    ? undefined
    : block && `maas ${profile} ipranges create type=reserved start_ip=${block.from} end_ip=${block.to} comment=VIPs`
}
