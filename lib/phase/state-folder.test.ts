import { expect, test } from 'vitest'
import { stateFolder } from './state-folder.ts'

test.each([
  [{ HOME: '/home/ops' }, '/home/ops/.local/state/openstack-gates/prod'],
  [{ HOME: '/home/ops', XDG_STATE_HOME: '/var/state' }, '/var/state/openstack-gates/prod'],
  [{ HOME: '/home/ops', XDG_STATE_HOME: 'relative' }, '/home/ops/.local/state/openstack-gates/prod'],
  [{ HOME: '/home/ops', XDG_STATE_HOME: '/var/state', GATES_STATE_DIR: '/srv/gates' }, '/srv/gates/prod'],
])('with %j it is %s', (env, folder) => {
  expect(stateFolder('prod', env)).toBe(folder)
})

test('a relative GATES_STATE_DIR is refused', () => {
  expect(() => stateFolder('prod', { GATES_STATE_DIR: 'state' })).toThrow('$GATES_STATE_DIR: wanted an absolute path, received state')
})

test.each(['../prod', 'a/b', '..', '.hidden', '', 'Prod', 'a\u0000b'])(
  'a site called %j, as somebody else may have written it, has none',
  (site) => {
    expect(() => stateFolder(site, { HOME: '/home/ops' })).toThrow(
      `A folder for state: wanted a site name of lower case letters, digits and dashes, received ${site}`,
    )
  },
)

test('a replay has a folder beside that of its site', () => {
  expect(stateFolder('prod.replay', { HOME: '/home/ops' })).toBe('/home/ops/.local/state/openstack-gates/prod.replay')
})
