/**
 * Nothing repairs the management cluster. An API that does not answer fails this gate only when nova shows that its server runs and has had time to
 * start. mgmt-server-active reports a stopped server.
 */
import { gate, holds, none, notApplicable, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long the API may take to answer after its server started. 0: the API is never given time. */
  graceMinutes: z.number().nonnegative(),
})

const test = gate('mgmt-api-answers', want)
  .extend('api', { scope: 'file' }, async ({ kube, site }) => {
    const parked = site.mgmt?.parked
    if (parked) throw notApplicable(`the management cluster has been parked since ${parked.since}: ${parked.reason}`)
    return kube.reached()
  })
  .extend('graceMinutes', { scope: 'file' }, ({ site, want }) => site.mgmt?.bootGraceMinutes ?? want.graceMinutes)
  .extend('server', { scope: 'file' }, async ({ api, nova, now }) => {
    if (api.silent === undefined) return undefined
    const { name, servers } = await nova.mgmtServer()
    const [server, ...more] = servers
    if (server === undefined || more.length > 0) return { name, saw: `nova lists ${servers.length} servers of this name`, runs: false }
    const minutes = Math.floor((now.getTime() - (server.updated ?? server.created).getTime()) / 60_000)
    return { name, saw: `is ${server.state.word} for ${minutes} minutes`, runs: server.state.is === 'good', minutes }
  })

test.saw('the API answers, or nova shows that its server runs', ({ api, server }) =>
  holds(
    server === undefined || server.runs,
    `${api.silent?.saw}; nova does not show the server of this API as running`,
    server ? [{ at: server.name, saw: server.saw, fix: 'bin/gates run --gate mgmt-server-active' }] : [],
  ),
)

test.saw('its server has had time to start', ({ server, graceMinutes }) =>
  holds(
    server?.minutes === undefined || !server.runs || server.minutes >= graceMinutes,
    `the server of this API has only just started: look again in ${graceMinutes - (server?.minutes ?? 0)} minutes`,
    server ? [{ at: server.name, saw: server.saw }] : [],
  ),
)

test('the API answers', ({ api, server, graceMinutes }) => {
  const isRed = api.silent !== undefined && server?.runs === true && (server.minutes ?? 0) >= graceMinutes
  const found = isRed && api.silent ? [{ ...api.silent, saw: `${api.silent.saw}, while ${server.name} ${server.saw}` }] : []
  return none(found, of(1, 'management API'), 'does not answer')
})

test('what answers names a version of Kubernetes', ({ api }) => {
  const version = api.version?.gitVersion ?? ''
  return holds(
    api.silent !== undefined || /^v\d+\.\d+/.test(version),
    `the API reports a version that Kubernetes does not have: ${version}`,
  )
})
