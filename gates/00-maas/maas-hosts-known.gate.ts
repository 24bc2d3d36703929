/** Ids are compared with a list that a person has read: a filter by owner or name finds machines of other people, and misses re-enlisted ones. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('maas-hosts-known').extend('hosts', { scope: 'file' }, async ({ maas }) => maas.hosts())

test.saw('the site names its hosts', ({ hosts }) => {
  expect(hosts.length, 'the site file names no host in maas.hosts').toBeGreaterThan(0)
})

test('MAAS has every host under its id', ({ hosts }) => {
  const missing = hosts
    .filter((host) => !host.machine)
    .map(({ name, systemId, otherIds }) => ({
      at: name,
      saw: `no machine ${systemId}${otherIds.length === 0 ? '' : `, but ${name} is ${otherIds.join(' and ')}: enlisted again?`}`,
    }))
  expect(missing, `${missing.length} of ${hosts.length} hosts are not in MAAS`).toEqual([])
})

test('every id belongs to the machine of that name', ({ hosts }) => {
  const wrong = hosts.flatMap(({ name, systemId, machine }) => {
    if (!machine) return []
    if (machine.hostname !== name) return [{ at: name, saw: `${systemId} is called ${machine.hostname}` }]
    return machine.kind === 'machine' ? [] : [{ at: name, saw: `${systemId} is no machine but a ${machine.kind}` }]
  })
  expect(wrong, `${wrong.length} of ${hosts.length} ids are another machine’s`).toEqual([])
})

test('no other machine has the name of a host', ({ hosts }) => {
  const twice = hosts
    .filter(({ machine, otherIds }) => machine && otherIds.length > 0)
    .map(({ name, otherIds }) => ({ at: name, saw: `${otherIds.join(' and ')} is called ${name} too` }))
  expect(twice, `${twice.length} of ${hosts.length} host names are there twice`).toEqual([])
})
