/**
 * What a unit file says is not what the daemon got: the init script drops foreign arguments and rewrites its own. So four witnesses must
 * agree: the file the script reads, the command line it would start, the one that runs, and systemd's count of restarts.
 */
import { expect, gate } from '../../lib/gate/index.ts'

interface Want {
  readonly configFile: string
  readonly configDir: string
  readonly defaultsMode: string
  readonly settledAfterS: number
}

const test = gate<Want>('conductor-daemon-args').extend('sweep', { scope: 'file' }, async ({ magnum, units }) => magnum.sweep(units))

test.saw('every conductor was looked at', ({ sweep }) => {
  const silent = sweep.silent.map(({ unit, why, remedy }) => ({ at: unit, saw: why, fix: remedy }))
  expect(sweep.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect(silent, `${silent.length} of ${sweep.units.length} units did not tell`).toEqual([])
})

test.saw('every conductor has run long enough to tell', ({ sweep, want }) => {
  const fresh = sweep.seen
    .filter(({ service, processes }) => service.restarts === 0 && processes.some((one) => one.isParent && one.ageS < want.settledAfterS))
    .map(({ unit }) => ({ at: unit, saw: `started less than ${want.settledAfterS} s ago: look again` }))
  expect(fresh, `${fresh.length} of ${sweep.units.length} have only just started`).toEqual([])
})

test('/etc/default adds to the arguments', ({ sweep, want }) => {
  const wrong = sweep.seen.flatMap(({ unit, defaults }) => {
    const at = { at: unit }
    if (!defaults.exists) return [{ ...at, saw: 'there is no /etc/default/magnum-conductor' }]
    if (Number.parseInt(defaults.mode, 8) !== Number.parseInt(want.defaultsMode, 8))
      return [{ ...at, saw: `/etc/default/magnum-conductor has mode ${defaults.mode}` }]
    const last = defaults.assignments?.at(-1) ?? ''
    return /\$\{?DAEMON_ARGS\b|\+=/.test(last) && last.includes(want.configDir)
      ? []
      : [{ ...at, saw: last === '' ? 'sets no DAEMON_ARGS' : `overwrites: ${last}` }]
  })
  expect(wrong, `${wrong.length} of ${sweep.seen.length} have no right /etc/default`).toEqual([])
})

test('the init script would start it with both', ({ sweep, want }) => {
  const wrong = sweep.seen.flatMap(({ unit, showArgs }) => {
    if (showArgs.syntaxError !== undefined) return [{ at: unit, saw: showArgs.syntaxError }]
    if (showArgs.isEmpty) return [{ at: unit, saw: 'show-args prints nothing: the program is missing' }]
    return missing(showArgs, want).map((saw) => ({ at: unit, saw: `would start ${saw}` }))
  })
  expect(wrong, `${wrong.length} of ${sweep.seen.length} would start wrongly`).toEqual([])
})

test('the live process runs with both', ({ sweep, want }) => {
  const wrong = sweep.seen.flatMap(({ unit, processes }) =>
    processes.length === 0
      ? [{ at: unit, saw: 'no magnum-conductor runs' }]
      : processes
          .filter((one) => one.isParent)
          .flatMap((one) => missing(one, want).map((saw) => ({ at: unit, saw: `pid ${one.pid} runs ${saw}` }))),
  )
  expect(wrong, `${wrong.length} of ${sweep.seen.length} run wrongly`).toEqual([])
})

test('systemd does not restart it over and over', ({ sweep, want }) => {
  const looping = sweep.seen
    .filter(
      ({ service, processes }) => service.restarts > 0 && !processes.some((one) => one.isParent && one.ageS >= want.settledAfterS * 20),
    )
    .map(({ unit, service }) => ({
      at: unit,
      saw: `restarted ${service.restarts} times by systemd, now ${service.activeState} (${service.subState})`,
    }))
  expect(looping, `${looping.length} of ${sweep.seen.length} crash and restart`).toEqual([])
})

function missing(has: { readonly configFiles: readonly string[]; readonly configDirs: readonly string[] }, want: Want): readonly string[] {
  return [
    ...(has.configFiles.includes(want.configFile) ? [] : [`without --config-file ${want.configFile}`]),
    ...(has.configDirs.includes(want.configDir) ? [] : [`without --config-dir ${want.configDir}`]),
  ]
}
