/**
 * After a failed poll, Magnum keeps the health value of the poll before it. So this gate trusts HEALTHY only where the conditions of the cluster's
 * Cluster API objects agree. Only a line in the conductor's log shows a failed poll, and puts the value in doubt. A log without such a line does not
 * prove that the value is fresh: a poll that finds the same health leaves no trace. Magnum gives the reason for a value only when it is asked for one
 * cluster, not in its list. While the management cluster is parked, only the state of Magnum's own operations on the clusters is judged.
 */
import { answered, gate, none, notApplicable, of, parkedAmong, some, typedOn, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long a change may take. For a creation, the cluster's create_timeout counts instead, if the cluster has one. */
  changeMinutes: z.number().nonnegative(),
  /**
   * How long the health is in doubt after a skipped poll: the time of several polls. Magnum polls every minute, or less often when each poll waits
   * for an answer.
   */
  skippedMinutes: z.number().positive(),
})

/** The kinds of objects that the driver reads to learn a cluster's health, and the Machines below them. */
const kinds = ['Cluster', 'OpenStackCluster', 'KubeadmControlPlane', 'MachineDeployment', 'Machine']

const test = gate('cluster-health-explained', want)
  .extend('all', { scope: 'file' }, async ({ coe }) => coe.ownClusters())
  .extend('clusters', { scope: 'file' }, ({ all, now, want }) => {
    const staying = all.own.filter(({ isLeaving }) => !isLeaving)
    if (staying.length === 0) throw notApplicable('Magnum lists no cluster of this driver, or only clusters that are being deleted')
    const show = (uuid: string) => `openstack coe cluster show ${uuid} -c stack_id -c status_reason -c faults -c health_status_reason`
    return staying.map((one) => {
      const minutes = Math.floor((+now - +one.changedAt) / 60_000)
      const allowed = one.isBeingCreated ? (one.createMinutes ?? want.changeMinutes) : want.changeMinutes
      // a cluster that the driver looks for under a wrong name stays "being created" for ever, so it does not count as changing
      const isLost = one.isBeingCreated && one.isSoughtUnderAnotherName
      const isChanging = one.state.is === 'waiting' && !isLost
      return { ...one, at: one.name, fix: show(one.uuid), minutes, allowed, isLost, isChanging, isLate: isChanging && minutes >= allowed }
    })
  })
  .extend('polled', { scope: 'file' }, async ({ clusters, kube, now, site, want }) => {
    const parked = site.mgmt?.parked
    if (parked)
      throw notApplicable(
        `the management cluster has been parked since ${parked.since}: ${parked.reason}. Magnum's health values are not updated`,
      )
    const stopped = parkedAmong(site, clusters)
    if (stopped.unclear.length === 0 && clusters.every(({ uuid }) => stopped.uuids.has(uuid))) throw notApplicable(stopped.notes.join('; '))
    const parts = await kube.clusterParts()
    const isRecent = (since: Date | undefined) => since !== undefined && +now - +since < want.changeMinutes * 60_000
    return clusters
      .filter(({ uuid, isMade }) => isMade && !stopped.uuids.has(uuid))
      .map((one) => {
        const witnesses = parts.filter(({ cluster }) => cluster === one.stackId)
        const states = witnesses.flatMap(({ kind, name, states }) => states.map(({ saw, is }) => ({ is, saw: `${kind} ${name}: ${saw}` })))
        const missing = kinds.filter((kind) => !witnesses.some((part) => part.kind === kind))
        const waits = witnesses.flatMap(({ states }) => states.filter(({ is }) => is === 'waiting'))
        const isSound = missing.length === 0 && !states.some(({ is }) => is === 'bad' || is === 'unheard')
        const isSettling = isSound && waits.some(({ since }) => isRecent(since))
        return { ...one, witnesses, states, missing, isSettling, isThere: !missing.includes('OpenStackCluster') }
      })
  })
  .extend('logs', { scope: 'file' }, async ({ polled, units, magnum }) => {
    const { seen, silent } = await magnum.skippedPollsOf(polled.length === 0 ? [] : units)
    const unread = seen.flatMap(({ unit, unread: saw }) =>
      saw === undefined ? [] : [{ at: unit, saw, fix: typedOn(unit, 'sudo ls -la /var/log/magnum') }],
    )
    return { seen, silent: [...silent, ...unread] }
  })

test.saw('every cluster is this driver’s', ({ all: { leftOut }, clusters }) => {
  if (clusters.length > 0 && leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made by another driver of Magnum`)
  return some(clusters, 'Magnum lists no cluster of this driver, or only clusters that are being deleted')
})

test.saw('every status is one that Magnum is known to report', ({ clusters }) => {
  const unheard = clusters.filter(({ state }) => state.is === 'unheard').map(({ at, state, fix }) => ({ at, saw: `is ${state.word}`, fix }))
  return none(unheard, of(clusters, 'cluster'), 'is in a state that no known release of Magnum reports')
})

test('no cluster has failed', ({ clusters }) => {
  const failed = clusters
    .filter(({ state }) => state.is === 'bad')
    .map(({ at, failure, state, reason, fix, failedAt }) => ({
      at,
      saw: failure ?? `${state.word}; ${reason}`,
      fix: failedAt.length === 0 ? fix : `bin/gates run ${failedAt.map((gate) => `--gate ${gate}`).join(' ')}`,
    }))
  return none(failed, of(clusters, 'cluster'), 'has failed')
})

test('the driver can find every cluster by its name', ({ clusters }) => {
  const lost = clusters
    .filter(({ isLost }) => isLost)
    .map(({ at, state, stackId, fix }) => ({
      at,
      saw: `${state.word}, and will stay so: its name in Cluster API is ${stackId}. The driver cut the cluster’s name to 30 characters, which end in a hyphen, and appended another hyphen. But it looks for the control plane and workers under a name with only one hyphen there. Create the cluster under a name whose 30th character is a letter or a digit`,
      fix,
    }))
  return none(lost, of(clusters, 'cluster'), 'has a name that the driver cuts short')
})

test('no change of a cluster hangs', ({ clusters }) => {
  const hanging = clusters
    .filter(({ isLate }) => isLate)
    .map(({ at, fix, state, minutes, allowed }) => ({
      at,
      saw: `${state.word} for ${minutes} minutes or more; ${allowed} are allowed`,
      fix,
    }))
  return none(hanging, of(clusters, 'cluster'), 'has been changing for too long')
})

test.saw('no cluster is being changed', ({ clusters }) => {
  const busy = clusters
    .filter(({ isChanging, isLate }) => isChanging && !isLate)
    .map(({ at, state }) => ({ at, saw: `${state.word}: wait` }))
  return none(busy, of(clusters, 'cluster'), 'is being changed, so its health may still change')
})

test.saw('it is known which clusters are parked', ({ clusters, site }) => {
  if (site.mgmt?.parked)
    throw notApplicable(`every cluster counts as parked, because the management cluster has been parked since ${site.mgmt.parked.since}`)
  return none(parkedAmong(site, clusters).unclear, of(clusters, 'cluster'), 'cannot be distinguished from a parked cluster')
})

test.saw('Magnum gives a reason for every health', ({ polled, site }) => {
  const unpolled = polled
    .filter(({ health }) => health.kind === 'unpolled' || health.kind === 'unheard')
    .map(({ at, health }) => ({
      at,
      saw:
        health.kind === 'unheard'
          ? `${health.said}, which no known Magnum reports`
          : `${health.said}, without any reason: the conductor has not asked the management cluster`,
    }))
  return none(unpolled, of(polled, 'cluster'), 'has a health that says nothing', { notes: parkedAmong(site, polled).notes })
})

test.saw('every health has a witness that is fresh', ({ polled }) => {
  const without = polled.flatMap(({ at, stackId, health, witnesses, missing, states, isSettling }) => {
    const gone = missing.map((kind) => ({
      at,
      saw: `no ${kind} of ${stackId ?? 'it'} is listed: is this the management cluster Magnum uses?`,
    }))
    const mute = witnesses
      .filter(({ isSummedUp, deletingSince }) => !isSummedUp || deletingSince !== undefined)
      .map(({ kind, name }) => ({ at, saw: `${kind} ${name} is being deleted, or does not report whether it is ready` }))
    const unclear = states.filter(({ is }) => is === 'waiting' || is === 'unheard').map(({ saw }) => ({ at, saw }))
    const settling = isSettling && health.kind === 'bad' ? [{ at, saw: `${health.said}, while Cluster API changes the cluster: wait` }] : []
    return [...settling, ...gone, ...mute, ...unclear].slice(0, 3)
  })
  const count = new Set(without.map(({ at }) => at)).size
  return none(without, of(polled, 'cluster'), 'has no witness for its health', { count })
})

test.saw('every conductor shows which polls it skipped', ({ polled, logs, units }) => {
  if (polled.length === 0) throw notApplicable('Magnum has no cluster that it polls')
  return answered({ asked: units, silent: logs.silent }, 'conductor', 'no unit runs magnum')
})

test.saw('no poll of a cluster’s health was skipped recently', ({ polled, logs, want }) => {
  const old = polled.flatMap(({ at, uuid, health }) =>
    logs.seen.flatMap(({ unit, skipped }) =>
      skipped
        .filter(({ cluster, agoS }) => cluster === uuid && agoS < want.skippedMinutes * 60)
        .map(({ agoS, reason }) => ({
          at,
          saw: `${unit} skipped its poll ${agoS < 120 ? `${agoS} s` : `${Math.floor(agoS / 60)} minutes`} ago, so ${health.said} may be old: ${reason}`,
          fix: 'bin/gates run --gate conductor-kubeconfig-is-ours --gate kubeconfig-sealed --gate mgmt-api-answers',
        })),
    ),
  )
  return none(old, of(polled, 'cluster'), 'has a health that may be old', { count: new Set(old.map(({ at }) => at)).size })
})

test('no cluster is called healthy while its own report says otherwise', ({ polled }) => {
  const stale = polled
    .filter(({ health, states }) => health.kind === 'healthy' && states.some(({ is }) => is === 'bad'))
    .map(({ at, states }) => ({
      at,
      saw: `Magnum says HEALTHY, and Cluster API says ${states
        .filter(({ is }) => is === 'bad')
        .map(({ saw }) => saw)
        .join('; ')}. Magnum’s polls fail, so HEALTHY is out of date`,
      fix: 'bin/gates run --gate conductor-daemon-args --gate kubeconfig-sealed --gate capi-objects-ready',
    }))
  return none(stale, of(polled, 'cluster'), 'is called healthy and is not')
})

test('no cluster is called unhealthy only because the driver asks for the wrong version', ({ polled }) => {
  const misjudged = polled
    .filter(({ health, isThere }) => health.kind === 'infrastructure-not-found' && isThere)
    .map(({ at, stackId }) => ({
      at,
      saw: `only the infrastructure is "not found", yet OpenStackCluster ${stackId} is there: the driver asks for a version that is not served (D-042). The cluster is sound`,
      fix: 'bin/gates run --gate driver-pinned --gate driver-contract-coherent',
    }))
  return none(misjudged, of(polled, 'cluster'), 'is called unhealthy because the driver asks for the wrong version')
})

test('no part of a cluster is unhealthy', ({ polled }) => {
  // The driver calls a cluster unhealthy while any condition of the Cluster, KubeadmControlPlane or a MachineDeployment is not True. This happens
  // also while nodes are added or replaced.
  const bad = polled.flatMap(({ at, health, stackId, isSettling, isThere, fix }) => {
    if (health.kind === 'bad') return isSettling ? [] : [{ at, saw: health.said, fix }]
    const isGone = health.kind === 'infrastructure-not-found' && !isThere
    return isGone ? [{ at, saw: `${health.said} And there is no OpenStackCluster ${stackId ?? 'of it'}`, fix }] : []
  })
  return none(bad, of(polled, 'cluster'), 'is unhealthy')
})
