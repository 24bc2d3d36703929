/** A charm of another revision takes another parameter, and an action with a wrong one fails half-way. So the charm is asked what it takes. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly parameter: string
  readonly never: string
}

const test = gate<Want>('vault-authorize-takes-token').extend('parameters', { scope: 'file' }, async ({ vault }) =>
  vault.parametersOf('authorize-charm'),
)

test('authorize-charm takes a token, and nothing that was removed', ({ parameters, want }) => {
  const saw =
    parameters === undefined ? 'the charm has no such action' : `takes ${parameters.length === 0 ? 'no parameter' : parameters.join(', ')}`
  const isRight = parameters?.includes(want.parameter) && !parameters.includes(want.never)
  expect(isRight ? [] : [{ at: 'authorize-charm', saw }], `wanted ${want.parameter} and no ${want.never}`).toEqual([])
})
