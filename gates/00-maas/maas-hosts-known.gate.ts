/**
 * The site file lists the hosts: a filter by owner or pool also finds machines of other people. Where the list gives a system_id, only that id
 * decides which machine is the host: another machine may have the same name.
 */
import { absent, gate, none, of, some } from 'openstack-gates/gate'

const test = gate('maas-hosts-known').extend('hosts', { scope: 'file' }, async ({ maas }) => maas.hosts())

test.saw('the site names its hosts', ({ hosts }) => some(hosts, 'the site file names no host in maas.hosts'))

test.saw('every host has a node type that MAAS is known to use', ({ hosts }) => {
  const unheard = hosts.flatMap(({ name, machine }) =>
    machine?.type.is === 'unheard' ? [{ at: name, saw: `type ${machine.type.word}` }] : [],
  )
  return none(unheard, of(hosts, 'host'), 'has a node type that no known version of MAAS uses')
})

test('MAAS has every host', ({ hosts }) => {
  const missing = hosts
    .filter(({ machine, idIsGiven, otherIds }) => !machine && (idIsGiven || otherIds.length === 0))
    .map(({ name, idIsGiven, systemId, otherIds }) => ({
      at: name,
      saw: idIsGiven ? `no machine has the id ${systemId}${enlistedAgain(name, otherIds)}` : `no machine is called ${name}`,
    }))
  return absent(none(missing, of(hosts, 'host'), 'is not in MAAS'))
})

test('every system_id in the site file belongs to the host it is given for', ({ hosts }) => {
  const wrong = hosts.flatMap(({ name, systemId, machine, nameAgrees }) =>
    machine && !nameAgrees ? [{ at: name, saw: `${systemId} is called ${machine.hostname}` }] : [],
  )
  return none(wrong, of(hosts, 'host'), 'has the id of another machine')
})

test('every host is a machine', ({ hosts }) => {
  const others = hosts.flatMap(({ name, systemId, machine }) =>
    machine?.type.is === 'bad' ? [{ at: name, saw: `${systemId} is a ${machine.type.word}` }] : [],
  )
  return none(others, of(hosts, 'host'), 'is not a machine')
})

test('no host in the site file shares its name with another machine in MAAS', ({ hosts }) => {
  const twice = hosts
    .filter(({ machine, otherIds }) => (machine ? otherIds.length > 0 : otherIds.length > 1))
    .map(({ name, systemId, otherIds }) => ({
      at: name,
      saw:
        systemId === undefined
          ? `${otherIds.join(' and ')} have this name`
          : `the host is ${systemId}, but this name also belongs to ${otherIds.join(' and ')}`,
    }))
  return none(twice, of(hosts, 'host'), 'is there twice')
})

function enlistedAgain(name: string, otherIds: readonly string[]): string {
  return otherIds.length === 0 ? '' : `, but ${name} is ${otherIds.join(' and ')}: enlisted again?`
}
