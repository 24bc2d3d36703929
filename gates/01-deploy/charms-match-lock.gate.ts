/**
 * Channels move, so the same bundle deploys other charms a month later. A pin for an application overrides a pin for its charm, because two
 * applications of one charm may be at different revisions.
 */

import { absent, all, gate, none, of, some } from 'openstack-gates/gate'

const test = gate('charms-match-lock').extend('seen', { scope: 'file' }, async ({ bundle, juju }) => {
  const [lock, status] = await Promise.all([bundle.lock(), juju.status()])
  const applications = status.applications.map((one) => {
    const key = [one.name, one.charm].find((name) => name !== undefined && lock.has(name))
    const pin = lock.get(key ?? '')
    return {
      ...one,
      key,
      pin,
      isRight: pin !== undefined && bundle.isSameChannel(pin.channel, one.channel) && bundle.allows(pin, one.charmRev),
    }
  })
  return { lock, applications, units: status.units }
})

const shown = (channel: string | undefined, revision: number | undefined) => `${channel ?? 'no channel'}, revision ${revision}`
const words = {
  min: ' or later',
  exact: '',
  hold: '. The charm is on hold: find out who refreshed it, and do not refresh it again',
} as const

test.saw('Juju names the charm of every application', ({ seen: { applications } }) => {
  const silent = applications
    .filter((one) => one.charm === undefined)
    .map(({ name, statusError }) => ({ at: name, saw: statusError ?? 'no charm' }))
  return all(some(applications, 'the model has no applications'), none(silent, of(applications, 'application'), 'has no known charm'))
})

test('every charm has its locked channel and revision', ({ seen: { applications } }) => {
  const drifted = applications.flatMap(({ name, charm, channel, charmRev, pin, isRight }) => {
    if (charm === undefined || !pin || isRight) return []
    const locked = `${shown(pin.channel, pin.revision)}${words[pin.kind]}`
    return [{ at: name, saw: `${charm} is ${shown(channel, charmRev)}; locked is ${locked}` }]
  })
  return none(drifted, of(applications, 'application'), 'has drifted')
})

test('every unit runs the charm of its application', ({ seen: { units } }) => {
  const behind = units.flatMap(({ name, olderCharm }) =>
    olderCharm === undefined
      ? []
      : [{ at: name, saw: `still runs ${olderCharm}: its application was refreshed, and the unit did not follow` }],
  )
  return none(behind, of(units, 'unit'), 'runs another charm than its application')
})

test('every charm is in the lock', ({ seen: { applications } }) => {
  const unlocked = applications
    .filter(({ charm, pin }) => charm !== undefined && !pin)
    .map(({ name, charm, channel, charmRev }) => ({
      at: name,
      saw: `${charm} has no pin in the lock; it is deployed from ${shown(channel, charmRev)}`,
    }))
  return none(unlocked, of(applications, 'application'), 'is not in the lock')
})

test('every locked charm is deployed', ({ seen: { lock, applications } }) => {
  // While Juju does not know the charm of an application, no charm is reported as missing: the unknown charm may be the one that seems to be missing.
  const isBlind = applications.some(({ charm }) => charm === undefined)
  const deployed = new Set(applications.flatMap(({ name, charm }) => [name, charm]))
  const gone = isBlind ? [] : [...lock.keys()].filter((key) => !deployed.has(key))
  const findings = gone.map((key) => ({ at: key, saw: 'is locked and not deployed' }))
  return absent(none(findings, of(lock.size, 'locked charm'), 'is not deployed'))
})
