/**
 * An address that two owners believe is theirs answers from either. The machine that holds a VIP lists it too, and Juju may even show it in
 * place of the machine's own: only an address that was given to the machine, or one on a machine without a unit of the VIP's own application,
 * is a collision.
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

test('no VIP is an address of another owner', ({ plan }) => {
  const taken = plan.holders
    .filter(({ isRightful }) => !isRightful)
    .map(({ vip, held }) => ({
      at: held.owner,
      saw: `${vip.address}, the VIP of ${vip.application}, is ${held.primary ? 'the primary' : 'an'} address of ${[held.owner, ...held.units].join(', ')}`,
      fix: plan.reserve(vip.network),
    }))
  const notes = plan.holders.flatMap(({ vip, held, ownAddress }) =>
    ownAddress === undefined
      ? []
      : [
          `Juju shows ${vip.address}, the VIP of ${vip.application}, as the address of ${held.owner}, which holds it; its own is ${ownAddress}`,
        ],
  )
  return none(taken, of(plan.vips, 'VIP'), 'collides', { notes })
})

/** What keeps MAAS from handing out the block again; absent where the site names no block for that network, or no MAAS. */
function reserveCommand(
  block: { readonly from: string; readonly to: string } | undefined,
  profile: string | undefined,
): string | undefined {
  return profile === undefined
    ? undefined
    : block && `maas ${profile} ipranges create type=reserved start_ip=${block.from} end_ip=${block.to} comment=VIPs`
}
