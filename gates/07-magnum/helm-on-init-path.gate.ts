/** A login shell finds helm where the conductor cannot: the init script gives the daemon a short PATH. So it is looked for under that PATH. */
import { expect, gate, shellLine, typedOn } from 'openstack-gates/gate'

interface Want {
  readonly path: string
  readonly version: string
}

const test = gate<Want>('helm-on-init-path').extend('seen', { scope: 'file' }, async ({ magnum, units }) => {
  const [helms, paths] = await Promise.all([magnum.helms(units), magnum.livePathsOf(units)])
  return { helms, paths }
})

test.saw('every conductor’s unit answered', ({ seen }) => {
  const silent = seen.helms.silent.concat(seen.paths.silent)
  expect(seen.helms.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect(silent, `${new Set(silent.map((one) => one.at)).size} of ${seen.helms.units.length} units did not tell`).toEqual([])
})

test.saw('every unit has a live conductor to compare with', ({ seen }) => {
  const without = seen.paths.seen
    .filter(({ paths }) => paths.length === 0)
    .map(({ unit }) => ({ at: unit, saw: 'no magnum-conductor runs' }))
  expect(without, `${without.length} of ${seen.paths.seen.length} units run no conductor`).toEqual([])
})

test('helm is on the init script’s PATH', ({ seen, want }) => {
  const wrong = seen.helms.seen
    .filter(({ helm }) => helm.path !== want.path || helm.version === undefined)
    .map(({ unit, helm }) => ({
      at: unit,
      saw: helm.path === undefined ? 'no helm on the init PATH' : `${helm.path}${helm.said === undefined ? '' : `: ${helm.said}`}`,
      // Without one it is not known what lies there: the gate's own fix shows both places.
      ...(helm.path === undefined ? {} : { fix: typedOn(unit, shellLine(['ls', '-lL', helm.path])) }),
    }))
  expect(wrong, `${wrong.length} of ${seen.helms.seen.length} conductors do not find ${want.path}`).toEqual([])
})

test('helm has the wanted version', ({ seen, want }) => {
  const wanted = want.version.replace(/^v/, '')
  const wrong = seen.helms.seen
    .filter(({ helm }) => helm.version !== undefined && helm.version !== wanted)
    .map(({ unit, helm }) => ({ at: unit, saw: `helm ${helm.version}` }))
  expect(wrong, `${wrong.length} of ${seen.helms.seen.length} have a helm that is not ${wanted}`).toEqual([])
})

test('the live conductor’s PATH has that folder', ({ seen, want }) => {
  const folder = want.path.slice(0, want.path.lastIndexOf('/'))
  const wrong = seen.paths.seen.flatMap(({ unit, paths }) =>
    paths
      .filter((one) => !one.folders?.includes(folder))
      .map((one) => ({ at: unit, saw: `pid ${one.pid} has PATH ${one.folders?.join(':') ?? 'unset'}` })),
  )
  expect(wrong, `${wrong.length} conductors have a PATH without ${folder}`).toEqual([])
})
