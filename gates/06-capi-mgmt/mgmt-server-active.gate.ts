/**
 * Nothing restarts this one server, and the clusters that it manages keep running without it for a while, so the server itself is checked. The gate
 * is skipped when the site declares the management cluster parked and the server is stopped.
 */
import { absent, all, gate, holds, none, notApplicable, nothing, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The states of a stopped server, each with the verb that starts it again. */
  startedBy: z.record(z.string(), z.string()),
  /** The states that last until somebody does something, each with what to do. */
  endedBy: z.record(z.string(), z.string()),
})

const test = gate('mgmt-server-active', want).extend('mgmt', { scope: 'file' }, async ({ nova, site, want }) => {
  const mgmt = await nova.mgmtServer()
  const [server, ...more] = mgmt.servers
  const parked = site.mgmt?.parked
  if (parked && server && more.length === 0 && `${server.state.word}` in want.startedBy)
    throw notApplicable(
      `the management cluster has been parked since ${parked.since}: ${parked.reason}. ${server.name} is ${server.state.word}`,
    )
  return {
    ...mgmt,
    servers: mgmt.servers.map((one) => ({
      ...one,
      isChanging: one.task !== undefined || [one.state, one.vmState, one.power].some((it) => it?.is === 'waiting'),
    })),
  }
})

test.saw('nova lists the servers of all projects, and Keystone lists the project of the management server', ({ mgmt }) =>
  all(some(mgmt.seen, 'nova lists no server at all'), holds(mgmt.hasProject, `Keystone lists no project ${mgmt.project}`)),
)

test.saw('nothing is being done to it', ({ mgmt, want }) => {
  const changing = mgmt.servers
    .filter(({ isChanging }) => isChanging)
    .map(({ name, state, task }) => {
      const todo = task === undefined ? want.endedBy[`${state.word}`] : undefined
      return { at: name, saw: `is ${state.word}${task ? `, ${task.word}` : ''}: ${todo ?? 'wait and look again'}` }
    })
  return none(changing, of(mgmt.servers, 'server of that name', 'servers of that name'), 'is changing at the moment')
})

test.saw('the server’s status, vm_state, task and power state are all values that nova is known to report', ({ mgmt }) => {
  const unheard = mgmt.servers.flatMap(({ name, state, vmState, task, power }) =>
    [state, vmState, task, power].flatMap((one) => (one?.is === 'unheard' ? [{ at: name, saw: `is ${one.word}` }] : [])),
  )
  return none(
    unheard,
    of(mgmt.servers, 'server of that name', 'servers of that name'),
    'is in a state that no known release of nova reports',
  )
})

test('exactly one server in the project has the management server’s name', ({ mgmt }) => {
  const { name, project, servers, elsewhere } = mgmt
  const others = elsewhere.length === 0 ? '' : `, but there is one in ${elsewhere.join(' and ')}`
  const saw =
    servers.length === 0 ? `project ${project} has no such server${others}` : `project ${project} has ${servers.length} of this name`
  const isThereOnce = servers.length === 1 || mgmt.seen === 0 || !mgmt.hasProject
  const claimed = nothing(isThereOnce ? [] : [{ at: name, saw }], `${servers.length} servers have its name`)
  return servers.length === 0 ? absent(claimed) : claimed
})

test('it is ACTIVE', ({ mgmt, want }) => {
  const down = mgmt.servers
    .filter(({ state, vmState, power, isChanging }) => [state, vmState, power].some((one) => one?.is === 'bad') && !isChanging)
    .map(({ id, name, state, vmState, power, fault }) => {
      // With several servers of this name, it is not known which one is meant.
      const verb = mgmt.servers.length === 1 ? want.startedBy[`${state.word}`] : undefined
      const other = vmState?.is === 'bad' ? `vm_state ${vmState.word}` : `power state ${power?.word}`
      const inside = state.is === 'bad' ? '' : ` with the ${other}`
      const saw = `${state.word}${inside}${fault === undefined ? '' : `: ${fault}`}`
      return { at: name, saw, fix: `openstack server ${verb ?? 'show'} ${id}` }
    })
  return none(down, of(mgmt.servers, 'server of that name', 'servers of that name'), 'does not run')
})
