/**
 * The bundle must set the option reserved-host-memory of nova-compute. The charm's default lets nova give guests memory that Ceph, MySQL and the
 * containers on the same host are using.
 */
import { gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({ memoryMB: z.number().positive() })

const option = 'reserved-host-memory'
const test = gate('bundle-reserved-memory', want).extend('computes', { scope: 'file' }, async ({ bundle }) =>
  (await bundle.applications())
    .filter(({ charm }) => charm === 'nova-compute')
    .map(({ name, options }) => ({ name, value: options.get(option), reservedMB: wholeNumber(options.get(option)) })),
)

/** The value as Juju reads an int: a number, or a string of digits only. NaN for anything else, such as `0x2000`, `1e5` and a list of one number. */
function wholeNumber(value: unknown): number {
  const isWritten = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value.trim()))
  return isWritten ? Number(value) : Number.NaN
}

test.saw('the bundle deploys nova-compute', ({ computes }) => some(computes, 'no application of the bundle deploys the nova-compute charm'))

test.saw('what is set is a number', ({ computes }) => {
  const odd = computes
    .filter(({ value, reservedMB }) => value !== undefined && !Number.isInteger(reservedMB))
    .map(({ name, value }) => ({ at: name, saw: `${option} is ${JSON.stringify(value)}` }))
  return none(odd, of(computes, 'setting'), 'is not a number')
})

test('every nova-compute reserves enough memory for its host', ({ computes, want }) => {
  const low = computes
    .filter(({ value, reservedMB }) => value === undefined || reservedMB < want.memoryMB)
    .map(({ name, value }) => ({
      at: name,
      saw:
        value === undefined
          ? `sets no ${option}: the charm takes 512, wanted ${want.memoryMB}`
          : `${option} is ${value}, wanted ${want.memoryMB}`,
    }))
  return none(low, of(computes, 'application'), 'reserves too little')
})
