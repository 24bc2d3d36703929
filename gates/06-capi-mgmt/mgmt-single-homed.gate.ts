/**
 * With a second network card, answers to pods silently leave by the wrong card. Neutron's ports and the node's cards are both counted: a card can be
 * added without Neutron, and the node may not see a new port yet.
 */
import { all, gate, holds, none, notApplicable, nothing, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  cards: z.int().positive(),
})

const test = gate('mgmt-single-homed', want)
  .extend('mgmt', { scope: 'file' }, async ({ nova }) => {
    const mgmt = await nova.mgmtServer()
    const [server, ...more] = mgmt.servers
    return { ...mgmt, ports: server && more.length === 0 ? await nova.portsOf(server) : [] }
  })
  .extend('cards', { scope: 'file' }, async ({ nova, site }) => {
    const parked = site.mgmt?.parked
    if (parked) throw notApplicable(`the management cluster has been parked since ${parked.since}: ${parked.reason}`)
    return nova.mgmtCards()
  })

test.saw('Neutron lists the ports of the server', ({ mgmt }) => {
  const { name, project, servers, seen, ports } = mgmt
  const adrift = ports
    .filter(({ network }) => network === undefined)
    .map(({ port }) => ({ at: port, saw: 'is on a network that Neutron does not list' }))
  return all(
    holds(
      servers.length === 1,
      `wanted one server called ${name} in project ${project}, nova lists ${servers.length} among ${seen} servers`,
    ),
    some(ports, `Neutron lists no port of ${name}`),
    none(adrift, of(ports, 'port'), 'is on an unknown network'),
  )
})

test('the server has one port', ({ mgmt: { ports }, want }) => {
  const found = ports.map(({ port, network, addresses }) => ({
    at: network ?? 'an unknown network',
    saw: `port ${port} with ${addresses.join(' and ') || 'no address'}`,
    fix: `openstack port show ${port}`,
  }))
  return nothing(
    ports.length > want.cards ? found : [],
    `it has ${ports.length} ports, wanted ${want.cards}: keep the one through which its API is reached`,
  )
})

test.saw('the node lists its network cards', ({ cards }) => some(cards, 'the node lists no network card'))

test('the node has one network card', ({ cards, want }) => {
  const found = cards.map((card) => ({ at: 'capi-mgmt', saw: `has ${card}` }))
  return nothing(cards.length > want.cards ? found : [], `it has ${cards.length} network cards, wanted ${want.cards}`)
})
