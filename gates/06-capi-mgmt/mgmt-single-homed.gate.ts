/** With a second network card answers to pods leave by the wrong one, and nothing says so. Counted at both ends: a card can be added behind Neutron's back, and a port be plugged and not yet seen. */
import { expect, gate, notApplicable } from 'openstack-gates/gate'

interface Want {
  readonly cards: number
}

const test = gate<Want>('mgmt-single-homed')
  .extend('mgmt', { scope: 'file' }, async ({ nova }) => {
    const mgmt = await nova.mgmtServer()
    const [server, ...more] = mgmt.servers
    return { ...mgmt, ports: server && more.length === 0 ? await nova.portsOf(server) : [] }
  })
  .extend('cards', { scope: 'file' }, async ({ nova, site }) => {
    const parked = site.mgmt?.parked
    if (parked) throw notApplicable(`the management cluster is parked since ${parked.since}: ${parked.reason}`)
    return nova.mgmtCards()
  })

test.saw('Neutron tells the ports of the server', ({ mgmt }) => {
  const { name, project, servers, ports } = mgmt
  expect(servers.length, `project ${project} has ${servers.length} servers ${name} among ${mgmt.seen} that nova lists`).toBe(1)
  expect(ports.length, `Neutron tells no port of ${name}`).toBeGreaterThan(0)
  const adrift = ports
    .filter(({ network }) => network === undefined)
    .map(({ port }) => ({ at: port, saw: 'is on a network that Neutron does not list' }))
  expect(adrift, `${adrift.length} of ${ports.length} ports are on no known network`).toEqual([])
})

test('the server has one port', ({ mgmt, want }) => {
  const { ports } = mgmt
  const all = ports.map(({ port, network, addresses }) => ({
    at: network ?? 'an unknown network',
    saw: `port ${port} with ${addresses.join(' and ') || 'no address'}`,
    fix: `openstack port show ${port}`,
  }))
  expect(
    ports.length > want.cards ? all : [],
    `it has ${ports.length} ports, wanted ${want.cards}: keep the one its API is reached by`,
  ).toEqual([])
})

test.saw('the node tells its network cards', ({ cards }) => {
  expect(cards.length, 'the node lists no network card').toBeGreaterThan(0)
})

test('the node has one network card', ({ cards, want }) => {
  const all = cards.map((card) => ({ at: 'capi-mgmt', saw: `has ${card}` }))
  expect(cards.length > want.cards ? all : [], `it has ${cards.length} network cards, wanted ${want.cards}`).toEqual([])
})
