/** A version is what a program says of itself. Only its checksum tells that the binary is the released one, whole and unchanged. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly path: string
  readonly sha256: string
}

const test = gate<Want>('helm-checksum').extend('sums', { scope: 'file' }, async ({ host, units, want }) => host.sha256s(units, want.path))

test.saw('every conductor’s unit answered', ({ sums }) => {
  expect(sums.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect(sums.silent, `${sums.silent.length} of ${sums.units.length} units did not tell`).toEqual([])
})

test.saw('every unit has the binary', ({ sums, want }) => {
  const without = sums.seen.filter((one) => one.sha256 === undefined).map(({ unit }) => ({ at: unit, saw: `there is no ${want.path}` }))
  expect(without, `${without.length} of ${sums.seen.length} units have no helm to take the sum of`).toEqual([])
})

test('helm is the released binary', ({ sums, want }) => {
  const foreign = sums.seen
    .filter(({ sha256 }) => sha256 !== undefined && sha256 !== want.sha256.toLowerCase())
    .map(({ unit, sha256 }) => ({ at: unit, saw: `${want.path} has the sha256 ${sha256}` }))
  expect(foreign, `${foreign.length} of ${sums.seen.length} have a helm that is not ${want.sha256}`).toEqual([])
})
