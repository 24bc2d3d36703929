/**
 * The parameter of the action differs between revisions of the charm, and with a wrong parameter the action fails half-way. So the charm is asked
 * which parameters the action takes.
 */
import { gate, nothing, z } from 'openstack-gates/gate'

const want = z.strictObject({ parameter: z.string().min(1), never: z.string().min(1) })

const test = gate('vault-authorize-takes-token', want).extend('parameters', { scope: 'file' }, async ({ vault }) =>
  vault.parametersOf('authorize-charm'),
)

test('authorize-charm takes a token, needs no other parameter, and does not take the id of a Juju secret', ({ parameters, want }) => {
  const { takes = [], demands = [] } = parameters ?? {}
  const all = [...new Set([...takes, ...demands])]
  const more = demands.filter((one) => one !== want.parameter)
  const saw =
    parameters === undefined
      ? 'the charm has no such action'
      : `takes ${all.length === 0 ? 'no parameter' : all.join(', ')}${more.length === 0 ? '' : `, and does not run without ${more.join(', ')}`}`
  const isRight = takes.includes(want.parameter) && !all.includes(want.never) && more.length === 0
  return nothing(isRight ? [] : [{ at: 'authorize-charm', saw }], `wanted ${want.parameter} and no ${want.never}`)
})
