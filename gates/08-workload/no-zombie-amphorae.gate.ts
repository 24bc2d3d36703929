/**
 * Nova finds a server by name in one project only, and amphorae are in Octavia's own. So the servers of all projects are matched with
 * Octavia's own list by id, both ways, and not while Octavia is at work: then neither side is right about the other.
 */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('no-zombie-amphorae').extend('sweep', { scope: 'file' }, async ({ octavia }) => octavia.sweep())

test.saw('Octavia has load balancers with amphorae, and nova has servers', ({ sweep }) => {
  const { balancers, amphorae, serversSeen } = sweep
  expect(serversSeen, 'nova lists no server at all').toBeGreaterThan(0)
  expect(balancers.length, 'Octavia lists no load balancer').toBeGreaterThan(0)
  expect(amphorae.length, `Octavia has ${balancers.length} load balancers, and lists no amphora`).toBeGreaterThan(0)
  const foreign = amphorae.filter(
    ({ loadBalancerId }) => loadBalancerId !== undefined && !balancers.some(({ id }) => id === loadBalancerId),
  )
  const living = foreign
    .filter(({ status }) => status === 'ALLOCATED')
    .map(({ id, loadBalancerId }) => ({ at: id, saw: `serves ${loadBalancerId}, which is in no list` }))
  expect(living, `the lists do not belong together`).toEqual([])
})

test.saw('Octavia is not at work on any', ({ sweep }) => {
  expect(sweep.changing, `${sweep.changing.length} are being changed: wait and look again`).toEqual([])
})

test('every amphora’s server is known to Octavia', ({ sweep }) => {
  const { orphans, changing } = sweep
  const known = changing.length > 0 ? [] : orphans
  const findings = known.map(({ id, name, status, host, created, why, isOctavias }) => ({
    at: `server ${id}`,
    saw: `${name}, ${status}${host === undefined ? '' : ` on ${host}`} since ${created.toISOString().slice(0, 10)}: ${why}`,
    fix: `openstack server ${isOctavias ? 'delete' : 'show'} ${id}`,
  }))
  expect(findings, `${findings.length} servers are amphorae that Octavia does not know`).toEqual([])
})

test('every amphora that Octavia believes in has its server', ({ sweep }) => {
  const { bodiless, amphorae, changing } = sweep
  const findings = (changing.length > 0 ? [] : bodiless).map(({ id, status, serverId, loadBalancerId }) => ({
    at: `amphora ${id}`,
    saw: `${status}, and ${serverId === undefined ? 'it has no server' : `nova has no server ${serverId}`}`,
    ...(loadBalancerId === undefined ? {} : { fix: `openstack loadbalancer status show ${loadBalancerId}` }),
  }))
  expect(findings, `${findings.length} of ${amphorae.length} amphorae have no server`).toEqual([])
})
