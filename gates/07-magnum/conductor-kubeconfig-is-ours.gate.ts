/**
 * The conductor's kubeconfig can work and still belong to another cluster, or to an earlier cluster of this site. Magnum then builds where nobody
 * looks. So the kubeconfig's server and CA are compared with those in the kubeconfig that the site names. No key is printed.
 */
import { answered, gate, holds, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** Other addresses of the management API: `https://10.6.0.20:6443` */
  alsoAt: z.array(z.url()),
  /** How many more days the credential in the conductor's kubeconfig must be valid. */
  certDaysLeft: z.number().positive(),
})

const test = gate('conductor-kubeconfig-is-ours', want).extend('seen', { scope: 'file' }, async ({ magnum, units, site }) => {
  const [theirs, ours] = await Promise.all([magnum.kubeconfigsReadOn(units), magnum.kubeconfigHere(site)])
  return { theirs, ours, path: site.mgmt?.kubeconfig }
})

test.saw('every conductor’s kubeconfig was read', ({ seen }) =>
  answered({ asked: seen.theirs.units, silent: seen.theirs.silent }, 'unit', 'no unit runs magnum'),
)

test.saw('the site’s own kubeconfig names a server and its CA', ({ seen: { ours, path } }) => {
  const saw = ours.fault ?? (ours.cluster?.ca.length === 0 ? 'does not hold the CA of its server' : undefined)
  return holds(saw === undefined, 'the site’s own kubeconfig cannot be compared with the conductor’s', [
    { at: 'this machine', saw: `${path} ${saw}` },
  ])
})

test('the driver can use it', ({ seen }) => {
  const broken = seen.theirs.seen.flatMap(({ unit, path, kubeconfig: { fault } }) =>
    fault === undefined ? [] : { at: unit, saw: `${path} ${fault}` },
  )
  return none(broken, of(seen.theirs.seen, 'kubeconfig'), 'cannot be used')
})

test('its credential has not expired', ({ seen, now }) => {
  const dead = seen.theirs.seen.flatMap(({ unit, path, kubeconfig: { ends } }) =>
    ends !== undefined && ends <= now ? { at: unit, saw: `${path} holds a credential that expired on ${day(ends)}` } : [],
  )
  return none(dead, of(seen.theirs.seen, 'kubeconfig'), 'is refused by the management cluster')
})

test.advises('its credential is valid for long enough', ({ seen, now, want }) => {
  const ending = seen.theirs.seen.flatMap(({ unit, path, kubeconfig: { ends } }) => {
    if (ends === undefined || ends <= now) return []
    const days = Math.floor((+ends - +now) / 86_400_000)
    return days >= want.certDaysLeft ? [] : { at: unit, saw: `${path} holds a credential that expires on ${day(ends)}, in ${days} days` }
  })
  return none(ending, of(seen.theirs.seen, 'kubeconfig'), `is valid for less than ${want.certDaysLeft} days`)
})

test('it trusts the management cluster’s CA', ({ seen }) => {
  const known = new Set(seen.ours.cluster?.ca)
  const foreign = seen.theirs.seen.flatMap(({ unit, path, kubeconfig: { cluster } }) => {
    if (!cluster || known.size === 0 || cluster.ca.some((one) => known.has(one))) return []
    const held = cluster.ca.map((one) => `sha256 ${one.slice(0, 16)}…`).join(', ')
    return {
      at: unit,
      saw: `${cluster.caFile ?? path} ${held === '' ? 'does not hold a CA' : `holds the CA ${held}`}, wanted sha256 ${shown(known)}`,
    }
  })
  return none(foreign, of(seen.theirs.seen, 'kubeconfig'), 'is of another cluster')
})

test('it leads to the management API', ({ seen, site, want }) => {
  const { cluster } = seen.ours
  if (!cluster) return none([], of(seen.theirs.seen, 'kubeconfig'), 'leads elsewhere')
  const node = site.mgmt?.node === undefined ? [] : [onPort(site.mgmt.node, cluster.server)]
  const right = new Set([cluster.server, ...node, ...want.alsoAt].map(oneUrl))
  const elsewhere = seen.theirs.seen.flatMap(({ unit, path, kubeconfig }) =>
    kubeconfig.cluster === undefined || right.has(oneUrl(kubeconfig.cluster.server))
      ? []
      : { at: unit, saw: `${path} leads to ${kubeconfig.cluster.server}, and the management API is at ${[...right].join(' or ')}` },
  )
  return none(elsewhere, of(seen.theirs.seen, 'kubeconfig'), 'leads elsewhere')
})

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function shown(sums: ReadonlySet<string>): string {
  return [...sums].map((one) => `${one.slice(0, 16)}…`).join(' or ')
}

function onPort(address: string, server: string): string {
  const url = new URL(server)
  url.hostname = address
  return url.href
}

/** `https://API.example:443/` and `https://api.example` give the same text. */
function oneUrl(text: string): string {
  return new URL(text).href.replace(/\/+$/, '')
}
