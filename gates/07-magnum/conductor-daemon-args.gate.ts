/**
 * The unit file calls an init script, which ignores arguments in the unit file and sets the daemon's arguments itself. So three things must agree:
 * the file that the script reads, the command line that the script would start, and the command line that runs. The running process must be
 * systemd's, and not stopped: ps lists stopped processes too.
 */
import { answered, gate, none, of, resumed, typedOn, z } from 'openstack-gates/gate'

const want = z.strictObject({
  configFile: z.string().startsWith('/'),
  configDir: z.string().startsWith('/'),
  account: z.string().min(1),
  /** Octal. */
  defaultsMode: z.string().regex(/^[0-7]{3,4}$/),
  settledAfterS: z.number().nonnegative(),
})
type Want = z.infer<typeof want>

const file = '/etc/default/magnum-conductor'
const test = gate('conductor-daemon-args', want).extend('seen', { scope: 'file' }, async ({ magnum, units, want }) => {
  const { seen, silent } = await magnum.sweep(units)
  const isFresh = (one: (typeof seen)[number]) => one.ageS !== undefined && one.ageS < want.settledAfterS && one.service.restarts === 0
  return { units, silent, conductors: seen, fresh: seen.filter(isFresh), settled: seen.filter((one) => !isFresh(one)) }
})

test.saw('every conductor was looked at', ({ seen }) => answered({ asked: seen.units, silent: seen.silent }, 'unit', 'no unit runs magnum'))

test.saw('every conductor has run long enough to be judged', ({ seen, want }) => {
  const fresh = seen.fresh.map(({ unit, ageS }) => ({
    at: unit,
    saw: `started ${ageS} s ago: look again ${want.settledAfterS} s after the start`,
  }))
  return none(fresh, of(seen.conductors, 'conductor'), 'has only just started')
})

test.saw('systemd and the kernel report only known states, and no conductor is in a transient state', ({ seen }) => {
  const odd = seen.conductors.flatMap(({ unit, service, service: { loadState, activeState, subState }, processes }) => [
    ...(loadState.is === 'unheard' ? [{ at: unit, saw: `systemd reports LoadState ${loadState.word}` }] : []),
    ...[activeState, subState]
      .filter(({ is }) => is === 'unheard' || is === 'waiting')
      .map(({ word, is }) => ({ at: unit, saw: `systemd reports ${word}${is === 'waiting' ? ': wait and look again' : ''}` })),
    ...(service.mainPid === undefined || activeState.is !== 'good' || processes.some(({ pid }) => pid === service.mainPid)
      ? []
      : [{ at: unit, saw: `systemd runs pid ${service.mainPid}, and ps does not list it: look again` }]),
    ...processes
      .filter(({ state }) => state.is === 'unheard')
      .map(({ pid, state }) => ({ at: unit, saw: `pid ${pid} is in state ${state.word}` })),
  ])
  return none(odd, of(seen.conductors, 'conductor'), 'is in a state that cannot be judged', {
    count: new Set(odd.map((one) => one.at)).size,
  })
})

test('/etc/default adds to the arguments', ({ seen, want }) => {
  const wrong = seen.conductors.flatMap(({ unit, defaults }) => {
    const append = `echo 'DAEMON_ARGS="$DAEMON_ARGS --config-dir ${want.configDir}"' | sudo tee -a ${file}`
    const chmod = `sudo chmod ${want.defaultsMode} ${file}`
    if (!defaults.exists) return { at: unit, saw: `there is no ${file}`, fix: typedOn(unit, `${append} && ${chmod}`) }
    if (Number.parseInt(defaults.mode, 8) !== Number.parseInt(want.defaultsMode, 8))
      return { at: unit, saw: `${file} has mode ${defaults.mode}`, fix: typedOn(unit, chmod) }
    const last = defaults.assignments?.at(-1)
    if (last === undefined) return { at: unit, saw: `${file} does not set DAEMON_ARGS`, fix: typedOn(unit, append) }
    if (defaults.hasCarriageReturn)
      return {
        at: unit,
        saw: `${file}: the line that sets DAEMON_ARGS ends in a carriage return`,
        fix: typedOn(unit, `sudo sed -i 's/\\r$//' ${file}`),
      }
    if (!defaults.appends) return { at: unit, saw: `${file} overwrites: ${last}` }
    return defaults.configDirs?.includes(want.configDir) ? [] : { at: unit, saw: `${file} adds something else: ${last}` }
  })
  return none(wrong, of(seen.conductors, 'conductor'), 'has a wrong /etc/default')
})

test('the init script would start the conductor with the wanted configuration file and folder', ({ seen, want }) => {
  const wrong = seen.conductors.flatMap(({ unit, showArgs }) => {
    if (showArgs.syntaxError !== undefined) return { at: unit, saw: showArgs.syntaxError }
    if (showArgs.isEmpty) return { at: unit, saw: 'show-args prints nothing: the program is missing' }
    return lacks(showArgs, want) === '' ? [] : { at: unit, saw: `would start without ${lacks(showArgs, want)}` }
  })
  return none(wrong, of(seen.conductors, 'conductor'), 'would start wrongly')
})

test('the live process runs with both', ({ seen, want }) => {
  const wrong = seen.settled.flatMap(({ unit, processes }) => {
    const main = processes.filter((one) => one.isParent)
    if (main.length === 0) return { at: unit, saw: 'magnum-conductor does not run' }
    return main
      .filter((one) => lacks(one, want) !== '')
      .map((one) => ({ at: unit, saw: `pid ${one.pid} runs without ${lacks(one, want)}` }))
  })
  return none(wrong, of(seen.settled, 'conductor'), 'runs wrongly', { count: new Set(wrong.map((one) => one.at)).size })
})

test.advises('the conductor reads only the wanted configuration file and folder, and runs as the wanted account', ({ seen, want }) => {
  const strange = seen.settled.flatMap(({ unit, processes }) =>
    processes
      .filter((one) => one.isParent)
      .flatMap(({ pid, account, configFiles, configDirs }) => {
        const more = [...configFiles, ...configDirs].filter((path) => ![want.configFile, want.configDir].includes(path.replace(/\r$/, '')))
        return [
          ...(more.length === 0 ? [] : [{ at: unit, saw: `pid ${pid} also reads ${more.join(' and ')}: the file that is read last wins` }]),
          ...(account === want.account ? [] : [{ at: unit, saw: `pid ${pid} runs as ${account}, not as ${want.account}` }]),
        ]
      }),
  )
  return none(strange, of(seen.settled, 'conductor'), 'does not run with exactly the expected files and account', {
    count: new Set(strange.map((one) => one.at)).size,
  })
})

test.advises('only root may write /etc/default', ({ seen }) => {
  const open = seen.conductors.flatMap(({ unit, defaults }) =>
    defaults.exists && !defaults.owner.startsWith('root:')
      ? [
          {
            at: unit,
            saw: `${file} belongs to ${defaults.owner}, but the init script runs it as root`,
            fix: typedOn(unit, `sudo chown root:root ${file}`),
          },
        ]
      : [],
  )
  return none(open, of(seen.conductors, 'conductor'), 'has a file in /etc/default that an account other than root may write')
})

test('systemd runs it', ({ seen, site }) => {
  const down = seen.conductors.flatMap(({ unit, service: { isMasked, loadState, activeState, subState } }) => {
    if (isMasked)
      return {
        at: unit,
        saw: `systemd reports the unit as ${loadState.word}, as in a paused unit of Juju`,
        fix: resumed(site.juju.model, unit),
      }
    if (loadState.is === 'bad') return { at: unit, saw: `systemd reports the unit as ${loadState.word}` }
    if (activeState.is !== 'bad' && subState.is !== 'bad') return []
    return {
      at: unit,
      saw: `systemd reports ${activeState.word} (${subState.word})`,
      fix: typedOn(unit, 'systemctl status magnum-conductor --no-pager'),
    }
  })
  return none(down, of(seen.conductors, 'conductor'), 'is not run by systemd')
})

test('no process of it is stopped', ({ seen }) => {
  const stopped = seen.conductors.flatMap(({ unit, processes }) =>
    processes
      .filter(({ state }) => state.is === 'bad')
      .map(({ pid, state }) => ({
        at: unit,
        saw: `pid ${pid} is in state ${state.word}: the process exists but does nothing`,
        fix: typedOn(unit, 'ps -o pid,stat,wchan:20,args -C magnum-conductor'),
      })),
  )
  return none(stopped, of(seen.conductors, 'conductor'), 'is stopped', { count: new Set(stopped.map((one) => one.at)).size })
})

test('nobody has started another by hand', ({ seen }) => {
  // Any account can start a process and call it magnum-conductor. But a working conductor must read its configuration, and only the accounts root and
  // magnum can do that.
  const byHand = seen.conductors.flatMap(({ unit, beside }) =>
    beside
      .filter((one) => one.isParent && ['root', 'magnum'].includes(one.account))
      .map((one) => ({ at: unit, saw: `pid ${one.pid} runs as ${one.account}, and systemd did not start it` })),
  )
  return none(byHand, of(seen.conductors, 'unit'), 'runs a conductor that was started by hand', {
    count: new Set(byHand.map((one) => one.at)).size,
  })
})

test('systemd does not restart the conductor over and over', ({ seen, want }) => {
  const looping = seen.conductors
    .filter(({ service, ageS }) => service.restarts > 0 && (ageS === undefined || ageS < want.settledAfterS * 20))
    .map(({ unit, service }) => ({
      at: unit,
      saw: `restarted ${service.restarts} times by systemd, now ${service.activeState.word} (${service.subState.word})`,
      fix: typedOn(unit, 'sudo journalctl -u magnum-conductor -n 50 --no-pager'),
    }))
  return none(looping, of(seen.conductors, 'conductor'), 'crashes and restarts')
})

function lacks(has: { readonly configFiles: readonly string[]; readonly configDirs: readonly string[] }, want: Want): string {
  const file = missing('--config-file', want.configFile, has.configFiles)
  const dir = missing('--config-dir', want.configDir, has.configDirs)
  return [...file, ...dir].join(' and ')
}

function missing(option: string, wanted: string, had: readonly string[]): readonly string[] {
  if (had.includes(wanted)) return []
  if (had.includes(`${wanted}\r`)) return [`${option} ${wanted} (its arguments have this path with a carriage return at the end)`]
  return [had.length === 0 ? `${option} ${wanted}` : `${option} ${wanted} (it has ${had.join(', ')})`]
}
