/**
 * A load balancer has two states: whether it serves, and whether Octavia could make the last change to it. It can serve for weeks while no change to
 * it is possible.
 */
import { ageOf, aheadOf, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long a change may take. */
  pendingMinutes: z.number().nonnegative(),
})

const test = gate('loadbalancers-settled', want).extend('balancers', { scope: 'file' }, async ({ octavia, now, want }) =>
  (await octavia.balancers()).map((one) => {
    const { minutes, isAhead } = ageOf(one.changed, now)
    const isPending = one.provisioning.is === 'waiting'
    return { ...one, at: one.name || one.id, minutes, isAhead, isPending, isStuck: isPending && minutes > want.pendingMinutes }
  }),
)

test.saw('Octavia has load balancers', ({ balancers }) =>
  some(balancers, 'Octavia lists no load balancer, although every workload cluster needs one'),
)

test.saw('none is being changed', ({ balancers }) => {
  const changing = balancers
    .filter(({ isPending, isStuck, isAhead }) => isPending && !isStuck && !isAhead)
    .map(({ at, provisioning, minutes }) => ({ at, saw: `${provisioning.word} for ${minutes} min: wait and look again` }))
  return none(changing, of(balancers, 'load balancer'), 'is being changed')
})

test.saw('none was changed in the future', ({ balancers }) => {
  const ahead = balancers.filter(({ isAhead }) => isAhead).map((one) => ({ at: one.at, saw: aheadOf('Octavia', one) }))
  return none(ahead, of(balancers, 'load balancer'), 'was changed in the future')
})

test.saw('every state is one that Octavia is known to report', ({ balancers }) => {
  const unheard = balancers.flatMap(({ at, provisioning, operating }) => [
    ...(provisioning.is === 'unheard' ? [{ at, saw: `provisioning ${provisioning.word}` }] : []),
    ...(operating.is === 'unheard' ? [{ at, saw: `operating ${operating.word}` }] : []),
  ])
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

test('what is there serves', ({ balancers }) => {
  const idle = balancers
    .filter(({ isEnabled, servesInPart }) => isEnabled && !servesInPart)
    .filter(({ provisioning, operating }) => !['bad', 'waiting'].includes(provisioning.is) && ['bad', 'waiting'].includes(operating.is))
    .map(({ at, id, provisioning, operating }) => ({
      at,
      saw: `provisioning ${provisioning.word}, operating ${operating.word}: none of its members serves`,
      fix: `openstack loadbalancer status show ${id}`,
    }))
  return none(idle, of(balancers, 'load balancer'), 'does not serve')
})

test.advises('every load balancer serves with all its members', ({ balancers }) => {
  const degraded = balancers
    .filter(({ isEnabled, servesInPart }) => isEnabled && servesInPart)
    .map(({ at, id, operating }) => ({
      at,
      saw: `operating ${operating.word}: some of its members fail their health checks`,
      fix: `openstack loadbalancer status show ${id}`,
    }))
  return none(degraded, of(balancers, 'load balancer'), 'serves with some of its members only')
})

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
