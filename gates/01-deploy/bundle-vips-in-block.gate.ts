/**
 * All VIPs of an application are checked, each against the block of its own network. A check of only the first VIP has let wrong internal addresses
 * through.
 */
import { all, gate, none, nothing, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The number of applications that should have VIPs. */
  count: z.int().positive(),
})

const test = gate('bundle-vips-in-block', want).extend('plan', { scope: 'file' }, async ({ bundle, site }) => {
  const [applications, sets] = await Promise.all([bundle.applications(), bundle.vips()])
  const networks = Object.entries(site.networks).flatMap(([name, { vips }]) => (vips ? [name] : []))
  return { applications, sets, vips: sets.flatMap((set) => set.vips), networks }
})

test.saw('the bundle has applications, and the site has networks with VIPs', ({ plan }) =>
  all(some(plan.applications, 'the bundle deploys nothing'), some(plan.networks, 'no network of the site file has VIPs')),
)

test('the planned number of applications have VIPs', ({ plan, want }) => {
  const names = plan.sets.map((set) => set.application)
  const wrong = names.length === want.count ? [] : [{ saw: `with VIPs: ${names.join(', ') || 'none'}` }]
  return nothing(wrong, `${names.length} applications have VIPs, ${want.count} are planned`)
})

test('every application has one VIP on each network', ({ plan }) => {
  const wrong = plan.sets.flatMap(({ application, vips }) => {
    const on = Map.groupBy(vips, (vip) => vip.network ?? 'no network of the site')
    const odd = [...new Set([...plan.networks, ...on.keys()])].filter((name) => !plan.networks.includes(name) || on.get(name)?.length !== 1)
    const saw = odd.map(
      (name) =>
        `${
          on
            .get(name)
            ?.map((vip) => vip.address)
            .join(' and ') ?? 'none'
        } on ${name}`,
    )
    return odd.length === 0 ? [] : [{ at: application, saw: saw.join(', ') }]
  })
  return none(wrong, of(plan.sets, 'application'), 'has no proper pair')
})

test('every VIP is in the block of its network', ({ plan }) => {
  const outside = plan.vips
    .filter((vip) => vip.network !== undefined && !vip.isInBlock)
    .map(({ application, address, network }) => ({ at: application, saw: `${address} is outside the VIPs of ${network}` }))
  return none(outside, of(plan.vips, 'VIP'), 'is outside its block')
})

test('every VIP is outside the former VIP blocks', ({ plan }) => {
  const stale = plan.vips
    .filter((vip) => vip.stale)
    .map(({ application, address, stale }) => ({ at: application, saw: `${address} is in ${stale}` }))
  return none(stale, of(plan.vips, 'VIP'), 'is in a stale block')
})

test('every VIP is planned for one owner only', ({ plan }) => {
  const byAddress = Map.groupBy(plan.vips, (vip) => vip.address)
  const shared = [...byAddress].flatMap(([address, vips]) => {
    const owners = [...vips.map((vip) => vip.application), ...(vips[0]?.takenBy === undefined ? [] : [vips[0].takenBy])]
    return owners.length === 1 ? [] : [{ at: owners.join(' and '), saw: `${address} is planned for ${owners.join(' and ')}` }]
  })
  return none(shared, of(byAddress.size, 'address', 'addresses'), 'has two owners')
})
