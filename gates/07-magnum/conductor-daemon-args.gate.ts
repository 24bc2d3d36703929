/**
 * What a unit file says is not what the daemon got: the init script drops foreign arguments and rewrites its own. So four witnesses must
 * agree: the file the script reads, the command line it would start, the one that runs, and systemd's count of restarts.
 */
import { expect, gate, typedOn } from 'openstack-gates/gate'

interface Want {
  readonly configFile: string
  readonly configDir: string
  readonly defaultsMode: string
  readonly settledAfterS: number
}

const file = '/etc/default/magnum-conductor'
const test = gate<Want>('conductor-daemon-args').extend('seen', { scope: 'file' }, async ({ magnum, units, want }) => {
  const { seen, silent } = await magnum.sweep(units)
  const isFresh = (one: (typeof seen)[number]) => one.ageS !== undefined && one.ageS < want.settledAfterS && one.service.restarts === 0
  return { units, silent, conductors: seen, fresh: seen.filter(isFresh), settled: seen.filter((one) => !isFresh(one)) }
})

test.saw('every conductor was looked at', ({ seen }) => {
  expect(seen.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect(seen.silent, `${seen.silent.length} of ${seen.units.length} units did not tell`).toEqual([])
})

test.saw('every conductor has run long enough to tell', ({ seen, want }) => {
  const fresh = seen.fresh.map(({ unit, ageS }) => ({
    at: unit,
    saw: `started ${ageS} s ago: look again ${want.settledAfterS} s after the start`,
  }))
  expect(fresh, `${fresh.length} of ${seen.units.length} have only just started`).toEqual([])
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
    if (!defaults.appends) return { at: unit, saw: `/etc/default/magnum-conductor overwrites: ${last}` }
    return last.includes(want.configDir) ? [] : { at: unit, saw: `/etc/default/magnum-conductor adds something else: ${last}` }
  })
  expect(wrong, `${wrong.length} of ${seen.conductors.length} have no right /etc/default`).toEqual([])
})

test('the init script would start it with both', ({ seen, want }) => {
  const wrong = seen.conductors.flatMap(({ unit, showArgs }) => {
    if (showArgs.syntaxError !== undefined) return { at: unit, saw: showArgs.syntaxError }
    if (showArgs.isEmpty) return { at: unit, saw: 'show-args prints nothing: the program is missing' }
    return lacks(showArgs, want) === '' ? [] : { at: unit, saw: `would start without ${lacks(showArgs, want)}` }
  })
  expect(wrong, `${wrong.length} of ${seen.conductors.length} would start wrongly`).toEqual([])
})

test('the live process runs with both', ({ seen, want }) => {
  const wrong = seen.settled.flatMap(({ unit, processes }) => {
    const main = processes.filter((one) => one.isParent)
    if (main.length === 0) return { at: unit, saw: 'no magnum-conductor runs' }
    return main
      .filter((one) => lacks(one, want) !== '')
      .map((one) => ({ at: unit, saw: `pid ${one.pid} runs without ${lacks(one, want)}` }))
  })
  expect(wrong, `${new Set(wrong.map((one) => one.at)).size} of ${seen.settled.length} run wrongly`).toEqual([])
})

test('systemd does not restart it over and over', ({ seen, want }) => {
  const looping = seen.conductors
    .filter(({ service, ageS }) => service.restarts > 0 && (ageS === undefined || ageS < want.settledAfterS * 20))
    .map(({ unit, service }) => ({
      at: unit,
      saw: `restarted ${service.restarts} times by systemd, now ${service.activeState} (${service.subState})`,
      fix: typedOn(unit, 'sudo journalctl -u magnum-conductor -n 50 --no-pager'),
    }))
  expect(looping, `${looping.length} of ${seen.conductors.length} crash and restart`).toEqual([])
})

function lacks(has: { readonly configFiles: readonly string[]; readonly configDirs: readonly string[] }, want: Want): string {
  const file = has.configFiles.includes(want.configFile) ? [] : [`--config-file ${want.configFile}`]
  const dir = has.configDirs.includes(want.configDir) ? [] : [`--config-dir ${want.configDir}`]
  return [...file, ...dir].join(' and ')
}
