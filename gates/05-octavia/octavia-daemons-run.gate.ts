/**
 * Octavia's API answers even when no Octavia daemon runs, and has no list of the daemons. So systemd is asked on every unit. SubState is judged too:
 * a service may be active although its daemon has exited. Restarts are judged too: a daemon that keeps crashing is active nearly all the time.
 */
import { answered, gate, none, of, resumed, typedOn, z } from 'openstack-gates/gate'

const want = z.strictObject({
  daemons: z.array(z.string()).min(1),
  /** Judged only where they are installed. */
  whereInstalled: z.array(z.string()),
  /** A daemon that systemd had to restart counts as crashing until it has run for this long. */
  settledAfterS: z.number().nonnegative(),
})

const test = gate('octavia-daemons-run', want).extend('seen', { scope: 'file' }, async ({ host, units, want }) => {
  const sweep = await host.services(units, [...want.daemons, ...want.whereInstalled])
  const daemons = sweep.seen.flatMap(({ unit, services }) =>
    services.flatMap((one) => (one.service.isMissing && want.whereInstalled.includes(one.name) ? [] : [{ unit, ...one }])),
  )
  return { ...sweep, daemons }
})

test.saw('systemd of every unit answered', ({ seen: { units, silent } }) =>
  answered({ asked: units, silent }, 'unit', 'no unit runs octavia'),
)

test.saw('systemd reports a known state for every daemon, and no daemon is in a transient state', ({ seen: { daemons } }) => {
  const odd = daemons.flatMap(({ unit, name, service: { isMissing, loadState, activeState, subState } }) => {
    if (isMissing) return []
    if (loadState.is === 'unheard') return [{ at: unit, saw: `systemd reports ${name} with LoadState ${loadState.word}` }]
    const states = [activeState, subState]
    const isOdd = states.some(({ is }) => is === 'unheard' || is === 'waiting')
    const todo = states.some(({ is }) => is === 'unheard') ? '' : ': wait and look again'
    return isOdd ? [{ at: unit, saw: `${name} is ${activeState.word} (${subState.word})${todo}` }] : []
  })
  return none(odd, of(daemons, 'daemon'), 'is in a state that cannot be judged')
})

test('systemd runs every daemon', ({ seen: { daemons }, site }) => {
  const down = daemons.flatMap(({ unit, name, service: { isMissing, isMasked, loadState, activeState, subState } }) => {
    if (isMissing) return [{ at: unit, saw: `there is no ${name}`, fix: typedOn(unit, `systemctl status ${name} --no-pager`) }]
    if (isMasked)
      return [{ at: unit, saw: `systemd reports ${name} as ${loadState.word}, as in a paused unit`, fix: resumed(site.juju.model, unit) }]
    if (loadState.is === 'bad') return [{ at: unit, saw: `systemd reports ${name} as ${loadState.word}` }]
    if (activeState.is !== 'bad' && subState.is !== 'bad') return []
    const fix = typedOn(unit, `sudo journalctl -u ${name} -n 50 --no-pager`)
    return [{ at: unit, saw: `${name} is ${activeState.word} (${subState.word})`, fix }]
  })
  return none(down, of(daemons, 'daemon'), 'does not run')
})

test('systemd does not restart a daemon over and over', ({ seen: { daemons }, want }) => {
  const looping = daemons
    .filter(({ service: { restarts, activeState, subState } }) => restarts > 0 && activeState.is !== 'bad' && subState.is !== 'bad')
    .filter(({ ageS }) => ageS === undefined || ageS < want.settledAfterS)
    .map(({ unit, name, service: { restarts, activeState, subState } }) => ({
      at: unit,
      saw: `${name} was restarted ${restarts} times by systemd, now ${activeState.word} (${subState.word})`,
      fix: typedOn(unit, `sudo journalctl -u ${name} -n 50 --no-pager`),
    }))
  return none(looping, of(daemons, 'daemon'), 'crashes and restarts')
})
