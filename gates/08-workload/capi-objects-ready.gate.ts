/**
 * Magnum repeats the result of its last poll, but the objects of Cluster API show what the controllers see now. Some conditions, such as Ready, are
 * good when True; others, such as Paused, are good when False. Provisioned in a Cluster's `status.phase` says only that the Cluster was once made.
 */
import {
  absent,
  answered,
  gate,
  judgedParts,
  none,
  notApplicable,
  of,
  parkedAmong,
  pausedParts,
  troubledParts,
  z,
} from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long an object may take to come up or to go. */
  changeMinutes: z.number().nonnegative(),
})

const file = { scope: 'file' } as const
const test = gate('capi-objects-ready', want).extend('seen', file, async ({ coe, kube, site, now, want }) => {
  const parked = site.mgmt?.parked
  if (parked)
    throw notApplicable(`the management cluster has been parked since ${parked.since}: ${parked.reason}. Its objects cannot be seen`)
  const [magnum, all] = await Promise.all([coe.ownClusters(), kube.clusterParts()])
  // A cluster that is being created may not have a name in Cluster API yet, and a cluster whose creation failed may have no objects there. The gate
  // cluster-health-explained reports both.
  const staying = magnum.own.filter(
    ({ isMade, isChanging, isLeaving, isStanding, stackId }) =>
      !isLeaving && (isStanding || ((isMade || isChanging) && stackId !== undefined)),
  )
  if (all.length === 0 && magnum.own.length === 0) throw notApplicable('neither Magnum nor Cluster API has a cluster')
  // Magnum's driver puts its clusters into namespaces with this prefix; the others belong to something else.
  const ours = all.filter(({ namespace }) => namespace.startsWith('magnum-'))
  const stopped = parkedAmong(site, magnum.own)
  const parkedIds = new Set(magnum.own.flatMap(({ uuid, stackId }) => (stopped.uuids.has(uuid) && stackId !== undefined ? [stackId] : [])))
  if (parkedIds.size > 0 && stopped.unclear.length === 0 && ours.every(({ cluster }) => parkedIds.has(cluster ?? '')))
    throw notApplicable(stopped.notes.join('; '))
  const leaving = ours.filter(({ kind, deletingSince }) => kind === 'Cluster' && deletingSince !== undefined).map(({ name }) => name)
  const remaining = ours.filter(({ cluster }) => !leaving.includes(cluster) && !parkedIds.has(cluster))
  if (leaving.length > 0 && remaining.length === 0)
    throw notApplicable(`${leaving.join(', ')}: being deleted, which no-stuck-deletes judges`)
  const parts = judgedParts(remaining, now, want.changeMinutes)
  const expected = staying.filter(({ stackId }) => !leaving.includes(stackId ?? '') && !parkedIds.has(stackId ?? ''))
  return {
    staying: expected,
    leaving,
    parkedIds,
    parts,
    others: all.length - ours.length,
    notes: parkedIds.size > 0 ? stopped.notes : [],
    unclear: stopped.unclear,
  }
})
// The add-ons are a fixture of their own: when they cannot be read, the other objects are judged all the same.
const withAddons = test.extend('addons', file, async ({ kube, now, seen: { leaving, parkedIds }, want }) => {
  const all = await kube.addons()
  if (all === undefined)
    throw notApplicable('the management cluster serves no HelmRelease of Azimuth: another provider installs the add-ons')
  const remaining = all.filter(
    ({ namespace, cluster }) => namespace.startsWith('magnum-') && !leaving.includes(cluster) && !parkedIds.has(cluster),
  )
  return judgedParts(remaining, now, want.changeMinutes)
})

test.saw('no Cluster is being deleted', ({ seen: { leaving, parts } }) => {
  if (leaving.length > 0) throw notApplicable(`${leaving.join(', ')}: being deleted, which no-stuck-deletes judges`)
  return answered({ asked: parts, silent: [] }, 'object', 'Cluster API lists no object that belongs to a Magnum cluster')
})

test.saw('it is known which clusters are parked', ({ seen: { staying, unclear } }) =>
  none(
    unclear,
    of(staying.length + unclear.length, 'cluster of Magnum', 'clusters of Magnum'),
    'cannot be distinguished from a parked cluster',
  ),
)

test.saw('Cluster API lists every cluster of Magnum', ({ seen: { staying, parts, notes } }) => {
  const missing = staying
    .filter(({ stackId }) => !parts.some(({ kind, name }) => kind === 'Cluster' && name === stackId))
    .map(({ name, stackId }) => ({
      at: name,
      saw:
        stackId === undefined
          ? 'Magnum names no Cluster for it'
          : `no Cluster ${stackId} is listed: is this the management cluster Magnum uses?`,
    }))
  return none(missing, of(staying, 'cluster of Magnum', 'clusters of Magnum'), 'is not listed', { notes })
})

test.saw('every object reports whether it is ready', ({ seen: { parts } }) => {
  const silent = parts
    .filter(({ isSummedUp }) => !isSummedUp)
    .map(({ at, fix }) => ({ at, saw: 'has no condition Ready or Available', fix }))
  return answered({ asked: parts, silent }, 'object', 'Cluster API lists no object that belongs to a Magnum cluster')
})

test.saw('every state is one that Cluster API is known to report', ({ seen: { parts } }) => {
  const unheard = troubledParts(parts, ({ is }) => is === 'unheard')
  return none(unheard, of(parts, 'object'), 'is in a state that no known release of Cluster API reports')
})

test.saw('nothing is on its way', ({ seen: { parts } }) => {
  // an object that has failed or is late has a finding of its own, so it does not count as changing
  const sound = parts.filter(({ states }) => !states.some(({ is, isLate }) => is === 'bad' || isLate))
  const busy = troubledParts(sound, ({ is }) => is === 'waiting')
  return none(busy, of(parts, 'object'), 'is changing: wait and look again')
})

test('every Cluster has all its parts, and no Machine has lost the object that made it', ({ seen: { parts } }) => {
  const has = (maker: string) => parts.some(({ kind, name }) => `${kind}/${name}` === maker)
  const inCluster = (cluster: string, kind: string) => parts.some((one) => one.cluster === cluster && one.kind === kind)
  const machines = parts.filter(({ kind }) => kind === 'Machine')
  const made = (maker: string) => machines.filter(({ madeBy }) => madeBy === maker).length
  // Machines are counted only in a cluster where the labels of every Machine name its maker, a MachineDeployment or KubeadmControlPlane. A Machine
  // without such a label would be missing in the count of its maker.
  const isTold = (cluster: string) => machines.every((one) => one.cluster !== cluster || one.madeBy !== undefined)
  // An object that is being made or changed gets its parts one after the other: a control plane makes the next Machine only when the previous
  // Machine has joined.
  const missing = parts.flatMap(({ kind, name, cluster, madeBy, replicas = 0, states, at, fix }) => [
    ...(!states.some(({ isOnTime }) => isOnTime) && isTold(cluster) && inCluster(cluster, 'Machine') && made(`${kind}/${name}`) < replicas
      ? [{ at, saw: `has ${made(`${kind}/${name}`)} of ${replicas} Machines`, fix }]
      : []),
    ...(kind === 'Cluster' && !states.some(({ isOnTime }) => isOnTime)
      ? ['KubeadmControlPlane', 'OpenStackCluster', 'Machine']
          .filter((other) => !inCluster(cluster, other))
          .map((other) => ({ at, saw: `has no ${other}`, fix }))
      : []),
    ...(madeBy !== undefined && !has(madeBy) ? [{ at, saw: `was made by ${madeBy}, which is not there`, fix }] : []),
  ])
  return absent(none(missing, of(parts, 'object'), 'is incomplete'))
})

test('every object is ready', ({ seen: { parts } }) => {
  const bad = troubledParts(parts, ({ is, isLate }) => is === 'bad' || isLate)
  return none(bad, of(parts, 'object'), 'is not ready')
})

test('no object is paused', ({ seen: { parts } }) => none(pausedParts(parts), of(parts, 'object'), 'is paused'))

withAddons.saw('every add-on is in a phase that the add-on provider is known to report', ({ addons }) => {
  const unheard = troubledParts(addons, ({ is }) => is === 'unheard')
  return none(unheard, of(addons, 'add-on'), 'is in a phase that no known release of the provider reports')
})

withAddons.saw('no add-on is on its way', ({ addons }) => {
  const busy = troubledParts(addons, ({ is, isLate }) => is === 'waiting' && !isLate)
  return none(busy, of(addons, 'add-on'), 'is changing: wait and look again')
})

withAddons('every cluster has add-ons of both kinds', ({ addons, seen: { parts } }) => {
  const made = parts.filter(({ kind, states }) => kind === 'Cluster' && !states.some(({ isOnTime }) => isOnTime))
  const without = made.flatMap(({ at, name, fix }) => {
    const lacking = ['HelmRelease', 'Manifests'].filter((kind) => !addons.some((one) => one.kind === kind && one.cluster === name))
    return lacking.length === 0 ? [] : [{ at, saw: `has no ${lacking.join(' and no ')}`, fix }]
  })
  return absent(none(without, of(made, 'cluster'), 'lacks add-ons'))
})

withAddons('every add-on is deployed', ({ addons }) => {
  const bad = troubledParts(addons, ({ is, isLate }) => is === 'bad' || isLate)
  return none(bad, of(addons, 'add-on'), 'is not deployed')
})

withAddons('no add-on is paused', ({ addons }) => none(pausedParts(addons), of(addons, 'add-on'), 'is paused'))
