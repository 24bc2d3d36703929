/**
 * Two states that are easily taken for one: whether it serves, and whether Octavia could do what it was last asked. A load balancer can serve
 * for weeks and be beyond any change.
 */
import { gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long a change may take. */
  pendingMinutes: z.number().positive(),
})

const test = gate('loadbalancers-settled', want).extend('balancers', { scope: 'file' }, async ({ octavia, now, want }) =>
  (await octavia.balancers()).map((one) => {
    const minutes = Math.floor((now.getTime() - one.changed.getTime()) / 60_000)
    const isPending = one.provisioning.is === 'waiting'
    return { ...one, at: one.name || one.id, minutes, isPending, isStuck: isPending && minutes > want.pendingMinutes }
  }),
)

test.saw('Octavia has load balancers', ({ balancers }) =>
  some(balancers, 'Octavia lists no load balancer, and every workload cluster has one'),
)

test.saw('none is being changed', ({ balancers }) => {
  const changing = balancers
    .filter(({ isPending, isStuck }) => isPending && !isStuck)
    .map(({ at, provisioning, minutes }) => ({ at, saw: `${provisioning.word} for ${minutes} min: wait and look again` }))
  return none(changing, of(balancers, 'load balancer'), 'is being changed')
})

test.saw('every state is one that Octavia is known to have', ({ balancers }) => {
  const unheard = balancers.flatMap(({ at, provisioning, operating }) => [
    ...(provisioning.is === 'unheard' ? [{ at, saw: `provisioning ${provisioning.word}` }] : []),
    ...(operating.is === 'unheard' ? [{ at, saw: `operating ${operating.word}` }] : []),
  ])
  return none(unheard, of(balancers, 'load balancer'), 'is in a state that no known Octavia reports')
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
  return none(broken, of(balancers, 'load balancer'), 'is in ERROR')
})

test('no change has been under way for too long', ({ balancers, want }) => {
  const stuck = balancers
    .filter(({ isStuck }) => isStuck)
    .map(({ at, id, provisioning, operating, minutes }) => ({
      at,
      saw: `${provisioning.word} for ${minutes} min, operating ${operating.word}; ${want.pendingMinutes} are allowed`,
      fix: `openstack loadbalancer show ${id}`,
    }))
  return none(stuck, of(balancers, 'load balancer'), 'is stuck in a change')
})

test('what is there serves', ({ balancers }) => {
  const idle = balancers
    .filter(({ provisioning, operating }) => provisioning.is !== 'bad' && operating.is !== 'good' && operating.is !== 'unheard')
    .map(({ at, id, provisioning, operating }) => ({
      at,
      saw: `provisioning ${provisioning.word}, operating ${operating.word}${operating.word === 'ERROR' ? ': none of its members answers' : ''}`,
      fix: `openstack loadbalancer status show ${id}`,
    }))
  return none(idle, of(balancers, 'load balancer'), 'does not serve')
})
