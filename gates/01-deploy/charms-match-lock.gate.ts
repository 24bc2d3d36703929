/** The same bundle gives another cloud next month, since channels move. Drift is looked for both ways: what runs unpinned, and what is pinned and gone. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('charms-match-lock').extend('seen', { scope: 'file' }, async ({ bundle, juju }) => {
  const [lock, status] = await Promise.all([bundle.lock(), juju.status()])
  return { lock, applications: status.applications }
})

const shown = (channel: string | undefined, revision: number | undefined) => `${channel ?? 'no channel'}, revision ${revision}`

test.saw('Juju tells the charm of every application', ({ seen }) => {
  const untold = seen.applications
    .filter((one) => one.charm === undefined)
    .map(({ name, statusError }) => ({ at: name, saw: statusError ?? 'no charm' }))
  expect(seen.applications.length, 'the model has no applications').toBeGreaterThan(0)
  expect(untold, `Juju cannot tell about ${untold.length} of ${seen.applications.length} applications`).toEqual([])
})

test('every charm has its locked channel and revision', ({ seen }) => {
  const drifted = seen.applications.flatMap(({ name, charm, channel, charmRev }) => {
    const pin = charm === undefined ? undefined : seen.lock.get(charm)
    if (!pin || (pin.channel === channel && pin.revision === charmRev)) return []
    return [{ at: name, saw: `${charm} is ${shown(channel, charmRev)}; locked is ${shown(pin.channel, pin.revision)}` }]
  })
  expect(drifted, `${drifted.length} of ${seen.applications.length} applications have drifted`).toEqual([])
})

test('every charm is in the lock', ({ seen }) => {
  const unlocked = seen.applications
    .filter(({ charm }) => charm !== undefined && !seen.lock.has(charm))
    .map(({ name, charm, channel, charmRev }) => ({ at: name, saw: `${charm} is not locked, it is ${shown(channel, charmRev)}` }))
  expect(unlocked, `${unlocked.length} of ${seen.applications.length} applications are not in the lock`).toEqual([])
})

test('every locked charm is deployed', ({ seen }) => {
  const deployed = new Set(seen.applications.map((one) => one.charm))
  // An application that Juju cannot tell about may be the one that is missed.
  const gone = deployed.has(undefined) ? [] : [...seen.lock.keys()].filter((charm) => !deployed.has(charm))
  const findings = gone.map((charm) => ({ at: charm, saw: 'is locked and not deployed' }))
  expect(findings, `${gone.length} of ${seen.lock.size} locked charms are not deployed`).toEqual([])
})
