/** A version is only the program's own word. Only its checksum shows that the binary is the released one, whole and unchanged. */
import { answered, gate, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({ path: z.string().startsWith('/'), sha256: z.string().regex(/^[0-9a-fA-F]{64}$/) })

const test = gate('helm-checksum', want).extend('sums', { scope: 'file' }, async ({ host, units, want }) => host.sha256s(units, want.path))

test.saw('every conductor’s unit answered', ({ sums }) =>
  answered({ asked: sums.units, silent: sums.silent }, 'unit', 'no unit runs magnum'),
)

test.saw('every unit has the binary', ({ sums, want }) => {
  const without = sums.seen
    .filter((one) => one.sha256 === undefined)
    .map(({ unit }) => ({ at: unit, saw: `${want.path} is not there, or is a link that leads nowhere` }))
  return none(without, of(sums.seen, 'unit'), 'has no helm to check')
})

test('helm is the released binary', ({ sums, want }) => {
  const foreign = sums.seen
    .filter(({ sha256 }) => sha256 !== undefined && sha256 !== want.sha256.toLowerCase())
    .map(({ unit, sha256 }) => ({ at: unit, saw: `${want.path} has the sha256 ${sha256}` }))
  return none(foreign, of(sums.seen, 'conductor'), `has a helm other than ${want.sha256}`)
})
