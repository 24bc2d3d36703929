/** The same bundle gives another cloud next month, since channels move. Drift is looked for both ways: what runs unpinned, and what is pinned and gone. */
import { absent, all, gate, none, of, some } from 'openstack-gates/gate'

const test = gate('charms-match-lock').extend('seen', { scope: 'file' }, async ({ bundle, juju }) => {
  const [lock, status] = await Promise.all([bundle.lock(), juju.status()])
  return { lock, applications: status.applications }
})

const shown = (channel: string | undefined, revision: number | undefined) => `${channel ?? 'no channel'}, revision ${revision}`

test.saw('Juju names the charm of every application', ({ seen }) => {
  const silent = seen.applications
    .filter((one) => one.charm === undefined)
    .map(({ name, statusError }) => ({ at: name, saw: statusError ?? 'no charm' }))
  return all(
    some(seen.applications, 'the model has no applications'),
    none(silent, of(seen.applications, 'application'), 'has no known charm'),
  )
})

test('every charm has its locked channel and revision', ({ seen }) => {
  const drifted = seen.applications.flatMap(({ name, charm, channel, charmRev }) => {
    const pin = charm === undefined ? undefined : seen.lock.get(charm)
    if (!pin || (pin.channel === channel && pin.revision === charmRev)) return []
    return [{ at: name, saw: `${charm} is ${shown(channel, charmRev)}; locked is ${shown(pin.channel, pin.revision)}` }]
  })
  return none(drifted, of(seen.applications, 'application'), 'has drifted')
})

test('every charm is in the lock', ({ seen }) => {
  const unlocked = seen.applications
    .filter(({ charm }) => charm !== undefined && !seen.lock.has(charm))
    .map(({ name, charm, channel, charmRev }) => ({ at: name, saw: `${charm} is not locked, it is ${shown(channel, charmRev)}` }))
  return none(unlocked, of(seen.applications, 'application'), 'is not in the lock')
})

test('every locked charm is deployed', ({ seen }) => {
  const deployed = new Set(seen.applications.map((one) => one.charm))
  // An application whose charm Juju does not name may be the missing one.
  const gone = deployed.has(undefined) ? [] : [...seen.lock.keys()].filter((charm) => !deployed.has(charm))
  const findings = gone.map((charm) => ({ at: charm, saw: 'is locked and not deployed' }))
  return absent(none(findings, of(seen.lock.size, 'locked charm'), 'is not deployed'))
})
