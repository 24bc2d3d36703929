/** Two states that are easily taken for one: whether it serves, and whether Octavia could do what it was last asked. A load balancer can serve for weeks and be beyond any change. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  /** How long a change may take. */
  readonly pendingMinutes: number
}

const test = gate<Want>('loadbalancers-settled').extend('balancers', { scope: 'file' }, async ({ octavia, now, want }) =>
  (await octavia.balancers()).map((one) => {
    const minutes = Math.floor((now.getTime() - one.changed.getTime()) / 60_000)
    const isPending = one.provisioning.startsWith('PENDING_')
    return { ...one, at: one.name || one.id, minutes, isPending, isStuck: isPending && minutes > want.pendingMinutes }
  }),
)

test.saw('Octavia has load balancers', ({ balancers }) => {
  expect(balancers.length, 'Octavia lists no load balancer, and every workload cluster has one').toBeGreaterThan(0)
})

test.saw('none is being changed', ({ balancers }) => {
  const changing = balancers
    .filter(({ isPending, isStuck }) => isPending && !isStuck)
    .map(({ at, provisioning, minutes }) => ({ at, saw: `${provisioning} for ${minutes} min: wait and look again` }))
  expect(changing, `${changing.length} of ${balancers.length} are being changed`).toEqual([])
})

test('none is beyond change', ({ balancers }) => {
  const broken = balancers
    .filter(({ provisioning }) => provisioning === 'ERROR')
    .map(({ at, id, operating }) => ({
      at,
      saw:
        operating === 'ONLINE'
          ? 'provisioning ERROR, operating ONLINE: it serves, and the last change to it failed; a failover, as admin, brings it back'
          : `provisioning ERROR, operating ${operating}`,
      fix: `openstack loadbalancer status show ${id}`,
    }))
  expect(broken, `${broken.length} of ${balancers.length} are in ERROR`).toEqual([])
})

test('no change has been under way for too long', ({ balancers, want }) => {
  const stuck = balancers
    .filter(({ isStuck }) => isStuck)
    .map(({ at, id, provisioning, operating, minutes }) => ({
      at,
      saw: `${provisioning} for ${minutes} min, operating ${operating}; ${want.pendingMinutes} are allowed`,
      fix: `openstack loadbalancer show ${id}`,
    }))
  expect(stuck, `${stuck.length} of ${balancers.length} are stuck in a change`).toEqual([])
})

test('what is there serves', ({ balancers }) => {
  const idle = balancers
    .filter(({ provisioning, operating }) => provisioning !== 'ERROR' && operating === 'ERROR')
    .map(({ at, id, provisioning }) => ({
      at,
      saw: `provisioning ${provisioning}, operating ERROR: none of its members answers`,
      fix: `openstack loadbalancer status show ${id}`,
    }))
  expect(idle, `${idle.length} of ${balancers.length} do not serve`).toEqual([])
})
