/** Both halves of every pair are looked at, each by the network it is in: a check of the first words alone has let wrong internal addresses through. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly count: number
}

const test = gate<Want>('bundle-vips-in-block').extend('plan', { scope: 'file' }, async ({ bundle, site }) => {
  const [applications, sets] = await Promise.all([bundle.applications(), bundle.vips()])
  const networks = Object.entries(site.networks).flatMap(([name, { vips }]) => (vips ? [name] : []))
  return { applications, sets, vips: sets.flatMap((set) => set.vips), networks }
})

test.saw('the bundle has applications, and the site has networks with VIPs', ({ plan }) => {
  expect(plan.applications.length, 'the bundle deploys nothing').toBeGreaterThan(0)
  expect(plan.networks.length, 'no network of the site file has VIPs').toBeGreaterThan(0)
})

test('as many applications have VIPs as are planned', ({ plan, want }) => {
  const names = plan.sets.map((set) => set.application)
  const wrong = names.length === want.count ? [] : [`with VIPs: ${names.join(', ') || 'none'}`]
  expect(wrong, `${names.length} applications have VIPs, ${want.count} are planned`).toEqual([])
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
  expect(wrong, `${wrong.length} of ${plan.sets.length} applications have no proper pair`).toEqual([])
})

test('every VIP is in the block of its network', ({ plan }) => {
  const outside = plan.vips
    .filter((vip) => vip.network !== undefined && !vip.isInBlock)
    .map(({ application, address, network }) => ({ at: application, saw: `${address} is outside the VIPs of ${network}` }))
  expect(outside, `${outside.length} of ${plan.vips.length} VIPs are outside their block`).toEqual([])
})

test('no VIP is in a block that was given up', ({ plan }) => {
  const stale = plan.vips
    .filter((vip) => vip.stale)
    .map(({ application, address, stale }) => ({ at: application, saw: `${address} is in ${stale}` }))
  expect(stale, `${stale.length} of ${plan.vips.length} VIPs are in a stale block`).toEqual([])
})

test('every VIP is planned for one owner only', ({ plan }) => {
  const byAddress = Map.groupBy(plan.vips, (vip) => vip.address)
  const shared = [...byAddress].flatMap(([address, vips]) => {
    const owners = [...vips.map((vip) => vip.application), ...(vips[0]?.takenBy === undefined ? [] : [vips[0].takenBy])]
    return owners.length === 1 ? [] : [{ at: owners[0], saw: `${address} is planned for ${owners.join(' and ')}` }]
  })
  expect(shared, `${shared.length} of ${byAddress.size} addresses have two owners`).toEqual([])
})
