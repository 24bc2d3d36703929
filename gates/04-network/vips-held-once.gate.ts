/**
 * The cluster that assigns a VIP may be wrong about which unit holds the VIP. So each unit is asked which addresses its interfaces have, and how it
 * sees its cluster.
 */
import { all, answered, gate, none, of, shortName, some } from 'openstack-gates/gate'

const test = gate('vips-held-once').extend('sweep', { scope: 'file' }, async ({ hacluster }) => {
  const sweep = await hacluster.vips()
  const states = sweep.seen.flatMap(({ unit, cluster }) => [
    ...cluster.states.map((state) => ({ ...state, at: unit, saw: state.text })),
    ...cluster.nodes.flatMap(({ name, states }) =>
      states.map((state) => ({ ...state, at: unit, saw: `sees ${name} ${state.text}${leftOver(name, sweep.hostnames)}` })),
    ),
    ...cluster.resources.flatMap(({ name, states }) => states.map((state) => ({ ...state, at: unit, saw: `sees ${name}: ${state.text}` }))),
  ])
  return { ...sweep, states }
})

function leftOver(name: string, hostnames: ReadonlySet<string>): string {
  const isOfMachine = [...hostnames].some((hostname) => shortName(hostname) === shortName(name))
  return isOfMachine ? '' : ', a node left over: no machine has that name'
}

test.saw('at least one application has VIPs, and each has units to hold them', ({ sweep }) => {
  const without = [...sweep.unitsOf].filter(([, units]) => units.length === 0).map(([at]) => ({ at, saw: 'has a VIP and no unit' }))
  return all(
    some(sweep.vips, 'no application has a vip setting'),
    none(without, of(sweep.unitsOf.size, 'application with a VIP', 'applications with a VIP'), 'has no unit'),
  )
})

test.saw('every unit that may hold one answered', ({ sweep }) =>
  answered({ asked: sweep.units, silent: sweep.silent }, 'unit', 'no unit may hold a VIP'),
)

test.saw('every cluster state is a settled state that Pacemaker is known to report', ({ sweep }) => {
  const open = sweep.states.filter(({ heard }) => heard.is === 'waiting' || heard.is === 'unheard').map(({ at, saw }) => ({ at, saw }))
  return none(open, of(sweep.seen, 'unit'), 'reports a cluster state that may still change, or that this gate does not know', {
    count: unitsIn(open),
  })
})

test('every VIP is on exactly one unit', ({ sweep }) => {
  const seen = new Set(sweep.seen.map((one) => one.unit))
  const wrong = sweep.vips.flatMap(({ application, address }) => {
    const holding = sweep.seen.filter((one) => one.addresses.includes(address))
    const holders = holding.map((one) => one.unit)
    const units = sweep.unitsOf.get(application) ?? []
    if (holders.length > 1) return [{ at: application, saw: `${address} is on ${holders.join(' and ')}` }]
    const [link] = holding.flatMap(({ unlinked }) => unlinked.get(address) ?? [])
    if (link !== undefined)
      return [{ at: application, saw: `${address} is on ${holders.join('')}, but the link of its interface ${link} is down` }]
    // A unit that did not answer may hold the VIP.
    return holders.length === 0 && units.every((unit) => seen.has(unit)) && units.length > 0
      ? [{ at: application, saw: `${address} is on none of ${units.join(', ')}` }]
      : []
  })
  return none(wrong, of(sweep.vips, 'VIP'), 'is not held once')
})

test('every unit has all other units of its service in its cluster', ({ sweep: { seen, unitsOf, hostnameOf } }) => {
  const apart = seen.flatMap(({ unit, application, cluster }) => {
    const nodes = new Set(cluster.nodes.map(({ name }) => shortName(name)))
    return (unitsOf.get(application) ?? []).flatMap((other) => {
      const host = hostnameOf.get(other)
      return host === undefined || nodes.has(shortName(host))
        ? []
        : [{ at: unit, saw: `the host ${host} of ${other} is not in this unit's cluster: it never joined, or it is in another cluster` }]
    })
  })
  return none(apart, of(seen, 'unit'), 'is in a cluster of its own', { count: unitsIn(apart) })
})

test('every node may take over', ({ sweep: { seen } }) => {
  const barred = seen.flatMap(({ unit, cluster }) =>
    cluster.keptOff.map(({ resource, node, why }) => ({ at: unit, saw: `${resource} is kept off ${node}, ${why}` })),
  )
  return none(barred, of(seen, 'unit'), 'sees a node that cannot take over', { count: unitsIn(barred) })
})

test('every unit sees its whole cluster at work', ({ sweep }) => {
  const bad = sweep.states.filter(({ heard }) => heard.is === 'bad').map(({ at, saw }) => ({ at, saw }))
  return none(bad, of(sweep.seen, 'unit'), 'sees its cluster in trouble', { count: unitsIn(bad) })
})

function unitsIn(findings: readonly { readonly at: string }[]): number {
  return new Set(findings.map(({ at }) => at)).size
}
