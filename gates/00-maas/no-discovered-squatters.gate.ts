/**
 * When MAAS sees a machine take a lease, it records the address as "discovered". The list of a subnet's addresses shows such a record; other lists of
 * MAAS do not. A fix releases only a lease of the host for which the address is planned: to release another machine's lease would hide that two
 * machines use one address.
 */
import { gate, none, of } from 'openstack-gates/gate'

const test = gate('no-discovered-squatters').extend('found', { scope: 'file' }, async ({ maas }) => maas.squatters())

test.saw('MAAS lists the addresses in use on every network', ({ found }) => {
  const blind = found.looked.flatMap(({ network, subnets, missing }) => {
    if (subnets.length === 0) return [{ at: network, saw: 'MAAS has no such subnet' }]
    return missing.length === 0 ? [] : [{ at: network, saw: `MAAS lists no address in use, yet machines have ${missing.join(', ')}` }]
  })
  return none(blind, of(found.looked, 'network'), 'could not be looked at')
})

test.saw('every planned address has an allocation type that MAAS is known to use', ({ found }) => {
  const unheard = found.onPlanned
    .filter(({ allocation }) => allocation.is === 'unheard')
    .map(({ address, plannedFor, allocation }) => ({ at: address, saw: `planned for ${plannedFor}, allocation type ${allocation.word}` }))
  return none(unheard, of(found.onPlanned, 'planned address', 'planned addresses'), 'has an unknown MAAS allocation type')
})

test('no discovered lease is on a planned address', ({ found }) => {
  const squatters = found.onPlanned
    .filter(({ allocation }) => allocation.is === 'bad')
    .map(({ address, plannedFor, heldBy, release }) =>
      release === undefined
        ? {
            at: address,
            saw: `planned for ${plannedFor}, held by a lease of ${heldBy ?? 'a machine MAAS does not name'}: a real conflict, stop and look`,
          }
        : {
            at: address,
            saw: `planned for ${plannedFor}, held by that host’s own lease from its commissioning`,
            fix: release,
            destroys: `MAAS' record of the lease of ${address}`,
          },
    )
  return none(squatters, of(found.onPlanned, 'planned address in use', 'planned addresses in use'), 'is held by a discovered lease')
})

test.advises('no VIP is assigned to a machine, such as a container of another Juju model', ({ found }) => {
  const taken = found.onPlanned.flatMap(({ address, plannedFor, isVip, allocation, heldBy }) =>
    isVip && allocation.is === 'good' && heldBy !== undefined
      ? [{ at: address, saw: `planned for ${plannedFor}, assigned by MAAS (${allocation.word}) to ${heldBy}` }]
      : [],
  )
  return none(
    taken,
    of(found.onPlanned, 'planned address in use', 'planned addresses in use'),
    'is a VIP that MAAS has assigned to a machine',
  )
})
