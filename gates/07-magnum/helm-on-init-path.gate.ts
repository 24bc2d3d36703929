/**
 * helm is looked for as the service's user and with the short PATH of the conductor's init script. A login shell may find more, and a login account
 * may be allowed to run more.
 */
import { answered, gate, none, of, shellLine, typedOn, z } from 'openstack-gates/gate'

const want = z.strictObject({ path: z.string().startsWith('/'), version: z.string() })

const test = gate('helm-on-init-path', want).extend('seen', { scope: 'file' }, async ({ magnum, units }) => {
  const [helms, paths] = await Promise.all([magnum.helms(units), magnum.livePathsOf(units)])
  const silent = [...new Map([...helms.silent, ...paths.silent].map((one) => [`${one.at} ${one.saw}`, one])).values()]
  return { helms, paths, silent }
})

test.saw('every conductor’s unit answered', ({ seen }) =>
  answered({ asked: seen.helms.units, silent: seen.silent }, 'unit', 'no unit runs magnum'),
)

test.saw('a live conductor runs on every unit', ({ seen }) => {
  const without = seen.paths.seen
    .filter(({ paths }) => paths.length === 0)
    .map(({ unit }) => ({ at: unit, saw: 'magnum-conductor does not run' }))
  return none(without, of(seen.paths.seen, 'unit'), 'does not run a conductor')
})

test('on the init script’s PATH, the conductor finds the wanted helm and can run it', ({ seen, want }) => {
  const wrong = seen.helms.seen
    .filter(({ helm }) => helm.path !== want.path || helm.version === undefined)
    .map(({ unit, helm }) => ({
      at: unit,
      saw:
        helm.path === undefined
          ? 'on the init PATH, magnum finds no helm that it may run'
          : `${helm.path}${helm.said === undefined ? '' : `: ${helm.said}`}`,
      // Without a path there is no file to show here; the gate's own fix lists both possible places.
      ...(helm.path === undefined ? {} : { fix: typedOn(unit, shellLine(['ls', '-lL', helm.path])) }),
    }))
  return none(wrong, of(seen.helms.seen, 'conductor'), `does not find ${want.path}`)
})

test('helm has the wanted version', ({ seen, want }) => {
  const wanted = want.version.replace(/^v/, '')
  const wrong = seen.helms.seen
    .filter(({ helm }) => helm.version !== undefined && helm.version !== wanted)
    .map(({ unit, helm }) => ({ at: unit, saw: `helm ${helm.version}` }))
  return none(wrong, of(seen.helms.seen, 'conductor'), `has a helm other than ${wanted}`)
})

test('the live conductor’s PATH has that folder', ({ seen, want }) => {
  const folder = want.path.slice(0, want.path.lastIndexOf('/'))
  const wrong = seen.paths.seen.flatMap(({ unit, paths }) =>
    paths
      .filter((one) => !one.folders?.includes(folder))
      .map((one) => ({ at: unit, saw: `pid ${one.pid} has PATH ${one.folders?.join(':') ?? 'unset'}` })),
  )
  return none(
    wrong,
    of(
      seen.paths.seen.flatMap(({ paths }) => paths),
      'conductor',
    ),
    `has a PATH without ${folder}`,
  )
})
