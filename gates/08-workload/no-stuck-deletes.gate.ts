/**
 * A deletion hangs while some controller has not agreed to it, and neither Magnum nor Helm says which one. A fix uses only names that the API has
 * listed: a patch under a guessed name silently changes nothing. No fix removes the janitor's finalizer: the janitor keeps it until the cluster's
 * volumes and load balancers are removed.
 */
import { ageOf, aheadOf, gate, none, notApplicable, of, unpaused, z } from 'openstack-gates/gate'

const want = z.strictObject({
  minutes: z.number().nonnegative(),
  /** Finalizers that no fix removes. */
  keep: z.array(z.string()),
})

const test = gate('no-stuck-deletes', want)
  .extend('all', { scope: 'file' }, async ({ coe }) => coe.ownClusters())
  .extend('clusters', { scope: 'file' }, ({ all }) => all.own)
  // The names in Cluster API of the clusters that Magnum is deleting or has failed to delete. Only objects with these names are known to belong to
  // Magnum, so a fix removes finalizers only from them. Empty when Magnum does not answer; other claims report that error.
  .extend('leaving', { scope: 'file' }, async ({ coe }) => {
    const all = await coe.clusters().catch(() => [])
    return all.filter(({ isLeaving }) => isLeaving).map(({ stackId }) => stackId)
  })
  .extend('objects', { scope: 'file' }, async ({ kube, site, now }) => {
    const parked = site.mgmt?.parked
    if (parked)
      throw notApplicable(`the management cluster has been parked since ${parked.since}: ${parked.reason}. Its objects cannot be seen`)
    const all = (await Promise.all([kube.clusters(), kube.openstackClusters()])).flat()
    const minutesSince = (then: Date | undefined) => (then === undefined ? undefined : Math.floor((+now - +then) / 60_000))
    return all.map((one) => ({ ...one, at: `${one.kind} ${one.namespace}/${one.name}`, minutes: minutesSince(one.deletingSince) }))
  })

test.saw('every cluster is this driver’s', ({ all: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made by another driver of Magnum`)
  return none([], of(leftOut, 'cluster'), 'is another driver’s')
})

test.saw(
  'the management cluster lists a Cluster and an OpenStackCluster for every Magnum cluster whose last operation succeeded',
  ({ clusters, objects }) => {
    const staying = clusters.filter(({ isStanding, stackId }) => stackId !== undefined && isStanding)
    const blind = staying
      .filter(({ stackId }) => !objects.some((one) => one.kind === 'Cluster' && one.name === stackId))
      .map(({ name, stackId }) => ({ at: name, saw: `no Cluster ${stackId} is listed: is this the management cluster Magnum uses?` }))
    const bare = staying
      .filter(({ stackId }) => !objects.some((one) => one.kind === 'OpenStackCluster' && one.name === stackId))
      .map(({ name, stackId }) => ({ at: name, saw: `no OpenStackCluster ${stackId} is listed` }))
    return none([...blind, ...bare], of(staying.length * 2, 'object'), 'is not listed')
  },
)

test.saw('every status is one that Magnum is known to report', ({ clusters }) => {
  const unheard = clusters.filter(({ state }) => state.is === 'unheard').map(({ name, state }) => ({ at: name, saw: `is ${state.word}` }))
  return none(unheard, of(clusters, 'cluster'), 'is in a state that no known release of Magnum reports')
})

test.saw('no cluster in deletion was last changed at a time that is still to come', ({ clusters, now }) => {
  const ahead = clusters
    .filter(({ isLeaving }) => isLeaving)
    .map(({ name, changedAt }) => ({ at: name, age: ageOf(changedAt, now) }))
    .filter(({ age }) => age.isAhead)
    .map(({ at, age }) => ({ at, saw: aheadOf('Magnum', age) }))
  return none(ahead, of(clusters, 'cluster'), 'was changed in the future')
})

test('no deletion hangs in Magnum', ({ clusters, now, want }) => {
  const hanging = clusters.flatMap(({ name, uuid, state, isLeaving, isChanging, failure, reason, changedAt, stackId }) => {
    const minutes = Math.floor((+now - +changedAt) / 60_000)
    const isLate = isChanging && minutes >= want.minutes
    if (!isLeaving || (!isLate && state.is !== 'bad')) return []
    const said = failure === undefined ? `${state.word} for ${minutes} minutes or more` : failure
    const why = reason === 'Magnum gives no reason' || failure?.includes(reason) ? '' : `; ${reason}`
    const saw = `${said}${why}; in Cluster API it is ${stackId ?? 'not yet named'}`
    return [{ at: name, saw, fix: `openstack coe cluster show ${uuid} -c stack_id -c status_reason -c health_status_reason` }]
  })
  return none(hanging, of(clusters, 'cluster'), 'is stuck in its deletion')
})

test('no object of Cluster API has been in deletion for too long', ({ leaving, objects, want }) => {
  const waiting = objects.flatMap((one) => {
    const { at, kind, namespace, name, minutes, finalizers } = one
    if (minutes === undefined || minutes < want.minutes) return []
    const rest = finalizers.filter((finalizer) => want.keep.includes(finalizer))
    const saw = `has been in deletion for ${minutes} minutes, and waits for ${finalizers.join(', ') || 'nothing'}`
    const paused = pauseOf(one, objects)
    if (paused) return [{ at, saw: `${saw}; ${paused.saw}, so nothing deletes it`, fix: paused.fix }]
    // Whether Magnum is deleting the cluster with this name as its stack_id, or has failed to delete that cluster. Only then does the object surely
    // belong to Magnum, and a fix may remove the object's finalizers.
    const isOurs = leaving.includes(name)
    const isOnItsOwn = kind === 'Cluster' || rest.length === finalizers.length || !isOurs
    const patch = `-p '${JSON.stringify({ metadata: { finalizers: rest } })}'`
    const fix = `kubectl -n ${namespace} ${isOnItsOwn ? 'describe' : 'patch'} ${kind.toLowerCase()} ${name}${isOnItsOwn ? '' : ` --type=merge ${patch}`}`
    return [{ at, saw, fix }]
  })
  return none(waiting, of(objects, 'object'), `has been in deletion for ${want.minutes} minutes or more`)
})

interface CapiObject {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly owners: readonly string[]
  readonly pausedBy?: 'spec' | 'annotation'
}

/**
 * The pause of the object itself or of its Cluster; undefined when neither is paused. The deletion of a paused object waits for the end of the pause,
 * not for a finalizer.
 */
function pauseOf(one: CapiObject, all: readonly CapiObject[]): { readonly saw: string; readonly fix: string } | undefined {
  const isItsCluster = (other: CapiObject) =>
    other.kind === 'Cluster' &&
    other.namespace === one.namespace &&
    (one.owners.includes(`Cluster/${other.name}`) || (one.owners.length === 0 && other.name === one.name))
  const by = [one, ...all.filter(isItsCluster)].find(({ pausedBy }) => pausedBy !== undefined)
  if (!by) return undefined
  const { kind, name, pausedBy = 'annotation' } = by
  const saw = pausedBy === 'spec' ? `Cluster ${name} is paused` : `${kind} ${name} is paused by an annotation`
  return { saw, fix: unpaused({ ...by, resource: kind.toLowerCase() }, pausedBy) }
}
