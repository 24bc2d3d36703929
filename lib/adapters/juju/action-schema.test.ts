import { expect, test } from 'vitest'
import { actionSchema } from './action-schema.ts'

const command = actionSchema('juju', 'openstack', 'vault')
const answered = (actions: object) => command.parse({ kind: 'command', exitCode: 0, stdout: JSON.stringify(actions), stderr: '' })
const token = { type: 'string', description: 'Token to use to authorize charm' }

test('an action is known by the names of its parameters', () => {
  const actions = answered({
    'authorize-charm': { type: 'object', description: 'Authorize', properties: { token }, required: ['token'] },
    pause: { type: 'object', description: 'Pause the vault unit' },
  })
  expect([...actions]).toEqual([
    ['authorize-charm', { takes: ['token'], demands: ['token'] }],
    ['pause', { takes: [], demands: [] }],
  ])
})

test.each([
  [{ 'authorize-charm': 'Authorize' }, 'authorize-charm: wanted an object, got "Authorize"'],
  [{ 'authorize-charm': {}, pause: {} }, 'describes no action by its parameters'],
  [{}, 'is {}, which juju prints when it failed'],
])('%j is not understood', (actions, message) => {
  expect(() => answered(actions)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
})
