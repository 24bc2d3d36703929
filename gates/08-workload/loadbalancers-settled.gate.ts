/**
 * A load balancer has two states: whether it serves, and whether Octavia could make the last change to it. It can serve for weeks while no change to
 * it is possible. After a failed change of a listener or pool the load balancer is ACTIVE again, and only the listener or pool shows the failure.
 */
import { ageOf, aheadOf, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long a change may take, and how long a new load balancer may take to serve. */
  pendingMinutes: z.number().nonnegative(),
})

const test = gate('loadbalancers-settled', want)
  .extend('listed', { scope: 'file' }, async ({ octavia }) => octavia.balancers())
  .extend('balancers', { scope: 'file' }, ({ listed, now, want }) =>
    listed.map((one) => {
      const { minutes, isAhead } = ageOf(one.changed, now)
      const isPending = one.provisioning.is === 'waiting'
      const isStuck = isPending && minutes > want.pendingMinutes
      // A load balancer is made before its members, and it serves only when the first of them answers.
      const { minutes: age, isAhead: isFuture } = ageOf(one.created, now)
      const isNew = !isFuture && age <= want.pendingMinutes
      return { ...one, at: one.name || one.id, minutes, isAhead, isPending, isStuck, isIdle: isIdle(one), isNew, age: Math.max(age, 0) }
    }),
  )
  .extend('parts', { scope: 'file' }, async ({ octavia, listed, now, want }) => {
    const { seen, unlisted } = await octavia.parts(listed)
    const judged = seen.map(
      ({ at, hasAmphorae, part: { kind, id, name, isEnabled, isDeaf, isDead, provisioning, changed, balancers } }) => {
        const { minutes } = ageOf(changed, now)
        const isPending = provisioning.is === 'waiting'
        const saw = `its ${kind} ${name || id} is ${provisioning.word}`
        const fix = `openstack loadbalancer ${kind} show ${id}`
        return {
          at,
          saw,
          fix,
          provisioning,
          minutes,
          isPending,
          isStuck: isPending && minutes > want.pendingMinutes,
          isDeaf: isDeaf && isEnabled,
          isDead: isDead && isEnabled,
          isPool: kind === 'pool',
          named: name || id,
          balancers,
          hasAmphorae,
        }
      },
    )
    return { judged, unlisted }
  })

interface States {
  readonly isEnabled: boolean
  readonly servesInPart: boolean
  readonly provisioning: { readonly is: string }
  readonly operating: { readonly is: string }
}

/** Whether a load balancer does not serve, although Octavia has made it and nobody has switched it off. */
function isIdle({ isEnabled, servesInPart, provisioning, operating }: States): boolean {
  const isMade = provisioning.is !== 'bad' && provisioning.is !== 'waiting'
  return isEnabled && !servesInPart && isMade && (operating.is === 'bad' || operating.is === 'waiting')
}

test.saw('Octavia has load balancers', ({ balancers }) =>
  some(balancers, 'Octavia lists no load balancer, although every workload cluster needs one'),
)

test.saw('every listener and pool of a load balancer is listed', ({ balancers, parts: { unlisted } }) =>
  none(
    unlisted.map(({ at, id }) => ({ at, saw: `has ${id}, which Octavia does not list` })),
    of(balancers, 'load balancer'),
    'has a listener or pool that is not listed',
    { count: new Set(unlisted.map(({ at }) => at)).size },
  ),
)

test.saw('none is being changed', ({ balancers, parts: { judged } }) => {
  const parts = judged
    .filter(({ isPending, isStuck }) => isPending && !isStuck)
    .map(({ at, saw }) => ({ at, saw: `${saw}: wait and look again` }))
  const changing = balancers
    .filter(({ isPending, isStuck, isAhead }) => isPending && !isStuck && !isAhead)
    .map(({ at, provisioning, minutes }) => ({ at, saw: `${provisioning.word} for ${minutes} min: wait and look again` }))
  return none([...changing, ...parts], of(balancers, 'load balancer'), 'is being changed', {
    count: new Set([...changing, ...parts].map(({ at }) => at)).size,
  })
})

test.saw('every load balancer that does not serve yet has been there long enough to be judged', ({ balancers }) => {
  const early = balancers
    .filter(({ isIdle, isNew }) => isIdle && isNew)
    .map(({ at, provisioning, operating, age }) => ({
      at,
      saw: `${provisioning.word} and ${operating.word}, made ${age} min ago: wait and look again`,
    }))
  return none(early, of(balancers, 'load balancer'), 'does not serve yet')
})

test.saw('none was changed in the future', ({ balancers }) => {
  const ahead = balancers.filter(({ isAhead }) => isAhead).map((one) => ({ at: one.at, saw: aheadOf('Octavia', one) }))
  return none(ahead, of(balancers, 'load balancer'), 'was changed in the future')
})

test.saw('every state is one that Octavia is known to report', ({ balancers, parts: { judged } }) => {
  const ofParts = judged.filter(({ provisioning }) => provisioning.is === 'unheard').map(({ at, saw }) => ({ at, saw }))
  const ofBalancers = balancers.flatMap(({ at, provisioning, operating }) => [
    ...(provisioning.is === 'unheard' ? [{ at, saw: `provisioning ${provisioning.word}` }] : []),
    ...(operating.is === 'unheard' ? [{ at, saw: `operating ${operating.word}` }] : []),
  ])
  const unheard = [...ofBalancers, ...ofParts]
  return none(unheard, of(balancers, 'load balancer'), 'is in a state that no known release of Octavia reports', {
    count: new Set(unheard.map(({ at }) => at)).size,
  })
})

test('none is beyond change', ({ balancers }) => {
  const broken = balancers
    .filter(({ provisioning }) => provisioning.is === 'bad')
    .map(({ at, id, provisioning, operating }) => ({
      at,
      saw:
        operating.is === 'good'
          ? `provisioning ${provisioning.word}, operating ${operating.word}: it serves, and the last change to it failed; a failover, as admin, brings it back`
          : `provisioning ${provisioning.word}, operating ${operating.word}`,
      fix: `openstack loadbalancer status show ${id}`,
    }))
  return none(broken, of(balancers, 'load balancer'), 'cannot be changed')
})

test('every listener and pool is what it was last asked to be', ({ balancers, parts: { judged }, want }) => {
  const wrong = judged.flatMap(({ at, saw, fix, provisioning, minutes, isStuck, isDeaf, hasAmphorae }) => {
    if (provisioning.is === 'bad')
      return [{ at, saw: `${saw}: the last change to it failed, although the load balancer itself is ACTIVE`, fix }]
    if (isStuck) return [{ at, saw: `${saw} for ${minutes} min, ${want.pendingMinutes} are allowed`, fix }]
    const why = hasAmphorae ? 'no amphora reports this listener, so nothing answers on its port' : 'no member behind it answers'
    return isDeaf ? [{ at, saw: `${saw}, and ${why}`, fix }] : []
  })
  return none(wrong, of(balancers, 'load balancer'), 'has a listener or pool that is not as it should be', {
    count: new Set(wrong.map(({ at }) => at)).size,
  })
})

test('no change has taken longer than is allowed', ({ balancers, want }) => {
  const stuck = balancers
    .filter(({ isStuck }) => isStuck)
    .map(({ at, id, provisioning, operating, minutes }) => ({
      at,
      saw: `${provisioning.word} for ${minutes} min, ${want.pendingMinutes} are allowed; operating ${operating.word}`,
      fix: `openstack loadbalancer show ${id}`,
    }))
  return none(stuck, of(balancers, 'load balancer'), 'is stuck in a change')
})

test('what is there serves', ({ balancers, parts: { judged } }) => {
  const idle = balancers
    .filter(({ isIdle, isNew }) => isIdle && !isNew)
    .map(({ at, id, provisioning, operating, isSilent }) => ({
      at,
      saw: `provisioning ${provisioning.word}, operating ${operating.word}: ${isSilent ? silent : whyIdle(id, judged)}`,
      fix: `openstack loadbalancer ${isSilent ? 'amphora list --loadbalancer' : 'status show'} ${id}`,
    }))
  return none(idle, of(balancers, 'load balancer'), 'does not serve')
})

interface OfBalancers {
  readonly isPool: boolean
  readonly isDead: boolean
  readonly named: string
  readonly balancers: readonly string[]
}

/** One dead pool is enough for Octavia to call the load balancer ERROR. Then its other pools still serve, and so do the listeners in front of them. */
function whyIdle(balancer: string, parts: readonly OfBalancers[]): string {
  const pools = parts.filter((one) => one.isPool && one.balancers.includes(balancer))
  const dead = pools.filter(({ isDead }) => isDead).map(({ named }) => named)
  if (dead.length === 0 || dead.length === pools.length) return 'none of its members serves'
  return `${dead.length} of its ${pools.length} pools ${dead.length === 1 ? 'has' : 'have'} no member that passes its health checks: ${dead.join(', ')}`
}

const silent = 'no heartbeat of its amphorae has reached a health manager'

test.advises('every load balancer serves with all its members', ({ balancers }) => {
  const degraded = balancers
    .filter(({ isEnabled, servesInPart }) => isEnabled && servesInPart)
    .map(({ at, id, name, operating }) => ({
      at,
      saw: `operating ${operating.word}: some of its members fail their health checks${isOfService(name) ? onlyWherePods : ''}`,
      fix: `openstack loadbalancer status show ${id}`,
    }))
  return none(degraded, of(balancers, 'load balancer'), 'serves with some of its members only')
})

/** Kubernetes' cloud provider names a Service's load balancer `kube_service_…` (cloud-provider-openstack, pkg/openstack/loadbalancer.go). */
function isOfService(name: string): boolean {
  return name.startsWith('kube_service_')
}

const onlyWherePods =
  '. This is as it should be when the Service has externalTrafficPolicy: Local, because then only nodes with a pod of the Service answer'

test.advises('every load balancer is switched on', ({ balancers }) => {
  const off = balancers
    .filter(({ isEnabled }) => !isEnabled)
    .map(({ at, id, operating }) => ({
      at,
      saw: `admin_state_up is false: somebody switched the load balancer off; its operating status is ${operating.word}`,
      fix: `openstack loadbalancer show ${id}`,
    }))
  return none(off, of(balancers, 'load balancer'), 'is switched off')
})
