/**
 * Amphorae are in Octavia's own project, so the servers of all projects are matched with Octavia's list by id, in both directions. While Octavia
 * changes an amphora or load balancer, the two lists may differ. A difference that the change explains is not judged until the change takes too long.
 */
import { absent, all, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long Octavia may take to change an amphora or a load balancer. */
  pendingMinutes: z.number().nonnegative(),
})

const test = gate('no-zombie-amphorae', want).extend('sweep', { scope: 'file' }, async ({ octavia, now, want }) =>
  octavia.sweep({ now, ...want }),
)

test.saw('nova has servers, and Octavia has load balancers with amphorae', ({ sweep }) => {
  const { balancers, withAmphorae, amphorae, serversSeen } = sweep
  const foreign = amphorae
    .filter(({ state, loadBalancerId }) => state.is === 'good' && loadBalancerId !== undefined)
    .filter(({ loadBalancerId }) => !balancers.some(({ id }) => id === loadBalancerId))
    .map(({ id, loadBalancerId }) => ({ at: `amphora ${id}`, saw: `serves ${loadBalancerId}, which Octavia does not list` }))
  return all(
    some(serversSeen, 'nova lists no server at all'),
    some(balancers, 'Octavia lists no load balancer'),
    some(withAmphorae.length === 0 ? 1 : amphorae, 'Octavia lists no amphora, although its load balancers run on amphorae'),
    none(foreign, of(amphorae, 'amphora', 'amphorae'), 'belongs to a load balancer that Octavia does not list'),
  )
})

test.saw('every state is one that is known', ({ sweep: { unheard, embodied, amphorae, balancers } }) => {
  const odd = embodied.flatMap(({ server: { id, state, power } }) => [
    ...(state.is === 'unheard' ? [{ at: `server ${id}`, saw: `${state.word}` }] : []),
    ...(power?.is === 'unheard' ? [{ at: `server ${id}`, saw: `power state ${power.word}` }] : []),
  ])
  return none(
    [...unheard, ...odd],
    of(amphorae.length + balancers.length, 'load balancer or amphora', 'load balancers and amphorae'),
    'is in a state that is not known',
  )
})

test.saw('nothing is at work on an amphora', ({ sweep: { atWork, embodied, amphorae, balancers } }) => {
  const moving = embodied
    .filter(({ server: { state, power } }) => state.is === 'waiting' || (state.is === 'good' && power?.is === 'waiting'))
    .map(({ server }) => ({ at: `server ${server.id}`, saw: `${server.state.word}` }))
  const waiting = [...atWork, ...moving].map(({ at, saw }) => ({ at, saw: `${saw}: wait and look again` }))
  return none(
    waiting,
    of(amphorae.length + balancers.length, 'load balancer or amphora', 'load balancers and amphorae'),
    'is being changed',
  )
})

test('every amphora’s server is known to Octavia', ({ sweep: { orphans, serversSeen } }) => {
  const findings = orphans.map(({ server: { id, name, state, host, created }, why, isOctavias }) => ({
    at: `server ${id}`,
    saw: `${name}, ${state.word}${host === undefined ? '' : ` on ${host}`} since ${created.toISOString().slice(0, 10)}: ${why}`,
    ...(isOctavias ? { fix: `openstack server delete ${id}`, destroys: `the server ${name}` } : { fix: `openstack server show ${id}` }),
  }))
  return none(findings, of(serversSeen, 'server'), 'is an amphora that Octavia does not know')
})

test('every amphora that Octavia calls good has its server', ({ sweep: { bodiless, amphorae } }) => {
  const findings = bodiless.map(({ id, state, serverId, loadBalancerId }) => ({
    at: `amphora ${id}`,
    saw: `${state.word}, and ${serverId === undefined ? 'it has no server' : `nova has no server ${serverId}`}`,
    ...(loadBalancerId === undefined ? {} : { fix: `openstack loadbalancer status show ${loadBalancerId}` }),
  }))
  return none(findings, of(amphorae, 'amphora', 'amphorae'), 'has no server')
})

test('every amphora that Octavia believes in runs', ({ sweep: { embodied, amphorae } }) => {
  const down = embodied
    .filter(({ server: { state, power, isLeaving } }) => state.is === 'bad' || power?.is === 'bad' || isLeaving)
    .map(({ amphora, server: { id, state, power, isLeaving } }) => ({
      at: `amphora ${amphora.id}`,
      saw: `${amphora.state.word}, and its server ${id} is ${state.word}${power?.is === 'bad' ? `, power state ${power.word}` : ''}${isLeaving ? ', and being deleted' : ''}`,
      fix: `openstack server show ${id}`,
    }))
  return none(down, of(amphorae, 'amphora', 'amphorae'), 'does not run')
})

test('every load balancer has its amphorae, and every amphora its load balancer', ({ sweep: { halves, amphorae, balancers } }) => {
  const total = of(amphorae.length + balancers.length, 'load balancer or amphora', 'load balancers and amphorae')
  return absent(none(halves, total, 'lacks its other half'))
})

test('Octavia can talk to every amphora', ({ sweep: { expired, amphorae } }) => {
  const findings = expired.map(({ id, certificateEnds }) => ({
    at: `amphora ${id}`,
    saw: `its certificate ended on ${certificateEnds?.toISOString().slice(0, 10)}: Octavia can no longer change this amphora. A failover replaces the amphora`,
    fix: `openstack loadbalancer amphora show ${id}`,
  }))
  return none(findings, of(amphorae, 'amphora', 'amphorae'), 'has a certificate that has expired')
})

test('no amphora has failed', ({ sweep: { failed, amphorae } }) => {
  const findings = failed.map(({ id, state, serverId, loadBalancerId }) => ({
    at: `amphora ${id}`,
    saw: `${state.word}, ${loadBalancerId === undefined ? 'of no load balancer' : `of load balancer ${loadBalancerId}`}, ${serverId === undefined ? 'without a server' : `on server ${serverId}`}`,
    fix: `openstack loadbalancer amphora show ${id}`,
  }))
  return none(findings, of(amphorae, 'amphora', 'amphorae'), 'has failed')
})

test('no change to an amphora has taken longer than is allowed', ({ sweep: { stuck, amphorae }, want }) => {
  const findings = stuck.map(({ at, saw }) => ({
    at,
    saw: `${saw}, ${want.pendingMinutes} are allowed`,
    fix: `openstack loadbalancer ${at.replace(' ', ' show ')}`,
  }))
  return none(findings, of(amphorae, 'amphora', 'amphorae'), 'is stuck')
})
