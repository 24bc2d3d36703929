/**
 * Nothing restarts this one server, and everything that it manages goes on without it for a while: so it is asked for itself. Where the site
 * says that it is parked, stopped is what it should be, and this gate has nothing to say.
 */
import { expect, gate, notApplicable } from 'openstack-gates/gate'

interface Want {
  /** How a server can be stopped, and the verb that starts it again. */
  readonly startedBy: Readonly<Record<string, string>>
}

const test = gate<Want>('mgmt-server-active').extend('mgmt', { scope: 'file' }, async ({ nova, site, want }) => {
  const mgmt = await nova.mgmtServer()
  const [server, ...more] = mgmt.servers
  const parked = site.mgmt?.parked
  if (parked && server && more.length === 0 && server.status in want.startedBy)
    throw notApplicable(`the management cluster is parked since ${parked.since}: ${parked.reason}. ${server.name} is ${server.status}`)
  return mgmt
})

test.saw('nova lists the servers of all projects, and Keystone the project', ({ mgmt }) => {
  expect(mgmt.seen, 'nova lists no server at all').toBeGreaterThan(0)
  expect(mgmt.hasProject ? [] : [mgmt.project], `Keystone knows no project ${mgmt.project}`).toEqual([])
})

test.saw('nothing is being done to it', ({ mgmt }) => {
  const changing = mgmt.servers.filter(({ status, task }) => task !== undefined || ['BUILD', 'REBOOT', 'HARD_REBOOT'].includes(status))
  const findings = changing.map(({ name, status, task }) => ({ at: name, saw: `${status}${task ? `, ${task}` : ''}: wait and look again` }))
  expect(findings, 'it is changing at the moment').toEqual([])
})

test('there is one server of that name in its project', ({ mgmt }) => {
  const { name, project, servers, elsewhere } = mgmt
  const others = elsewhere.length === 0 ? '' : `, but there is one in ${elsewhere.join(' and ')}`
  const saw =
    servers.length === 0 ? `project ${project} has no such server${others}` : `project ${project} has ${servers.length} of this name`
  const isThereOnce = servers.length === 1 || mgmt.seen === 0 || !mgmt.hasProject
  expect(isThereOnce ? [] : [{ at: name, saw }], `${servers.length} servers have its name`).toEqual([])
})

test('it is ACTIVE', ({ mgmt, want }) => {
  const down = mgmt.servers
    .filter(({ status, task }) => status !== 'ACTIVE' && task === undefined && !['BUILD', 'REBOOT', 'HARD_REBOOT'].includes(status))
    .map(({ id, name, status, fault }) => {
      // Of several it is not known which is the one.
      const verb = mgmt.servers.length === 1 ? want.startedBy[status] : undefined
      const saw = `${status}${fault === undefined ? '' : `: ${fault}`}`
      return { at: name, saw, fix: `openstack server ${verb ?? 'show'} ${id}` }
    })
  expect(down, `${down.length} of ${mgmt.servers.length} servers of that name do not run`).toEqual([])
})
