/**
 * While a site declares the management cluster parked, many gates are skipped, and so miss a cluster that is in use. This gate warns when the server
 * runs all the same. Without the declaration, only mgmt-server-active judges the server.
 */
import { gate, none, of, some } from 'openstack-gates/gate'

const test = gate('mgmt-parked-as-declared').extend('mgmt', { scope: 'file' }, async ({ nova, site }) => {
  const mgmt = await nova.mgmtServer()
  const parked = site.mgmt?.parked
  return { ...mgmt, parked, judged: parked ? mgmt.servers.map(({ name, state }) => ({ at: name, state })) : [] }
})

test.saw('nova lists the management server', ({ mgmt }) =>
  some(mgmt.servers, `none of ${mgmt.seen} servers is ${mgmt.name} of project ${mgmt.project}`),
)

test.saw('nova reports a known state of the server, and no change under way', ({ mgmt }) => {
  const unclear = mgmt.judged
    .filter(({ state }) => state.is === 'unheard' || state.is === 'waiting')
    .map(({ at, state }) => ({ at, saw: `is ${state.word}: wait and look again` }))
  return none(unclear, of(mgmt.judged, 'server'), 'is in a state that does not last')
})

test('it does not run while it is declared parked', ({ mgmt: { parked, judged } }) => {
  const running = judged
    .filter(({ state }) => state.is === 'good')
    .map(({ at, state }) => ({
      at,
      saw: `is ${state.word}, but the site file says that it has been parked since ${parked?.since}: ${parked?.reason}`,
    }))
  return none(
    running,
    of(judged, 'server'),
    'runs, but the site file says that the management cluster is parked, so the gates that need it are skipped',
  )
})
