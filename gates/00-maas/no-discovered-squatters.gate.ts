/**
 * Only the records of a subnet show a lease that MAAS saw and kept; the tables of reservations and discoveries do not. A release is offered
 * for the host's own lease alone: taking another host's away hides that two machines use one address.
 */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('no-discovered-squatters').extend('found', { scope: 'file' }, async ({ maas }) => maas.squatters())

test.saw('MAAS tells which addresses of every network are in use', ({ found }) => {
  const blind = found.looked.flatMap(({ network, subnets, untold }) => {
    if (subnets.length === 0) return [{ at: network, saw: 'MAAS has no such subnet' }]
    return untold.length === 0 ? [] : [{ at: network, saw: `nothing is in use, MAAS says, yet machines have ${untold.join(', ')}` }]
  })
  expect(blind, `${blind.length} of ${found.looked.length} networks could not be looked at`).toEqual([])
})

test('no discovered lease is on a planned address', ({ found }) => {
  const squatters = found.squatters.map(({ address, plannedFor, heldBy, release }) => ({
    at: address,
    saw:
      release === undefined
        ? `planned for ${plannedFor}, held by a lease of ${heldBy ?? 'a machine MAAS does not name'}: a real conflict, stop and look`
        : `planned for ${plannedFor}, held by a lease of its own from when it was commissioned`,
    ...(release === undefined ? {} : { fix: release }),
  }))
  expect(squatters, `${squatters.length} planned addresses are held by discovered leases`).toEqual([])
})
