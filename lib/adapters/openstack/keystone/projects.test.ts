import { describe, expect, test } from 'vitest'
import { JsonObject } from '../../json.ts'
import { ports } from '../neutron/ports.ts'
import { projects } from './projects.ts'
import { roleAssignmentsOn } from './role-assignments.ts'

/** As keystone’s and neutron’s API references print them. */
const assignment = {
  links: { assignment: 'https://10.12.4.50:5000/v3/projects/7be1/users/dedc/roles/01e4' },
  role: { id: '01e41dadfbed425a9d976db45b266455', name: 'member', domain: null },
  scope: { project: { id: '7be1', name: 'capi-mgmt', domain: { id: '5d1c', name: 'admin_domain' } } },
  user: { id: 'dedc', name: 'admin', domain: { id: '5d1c', name: 'admin_domain' } },
}
const port = {
  id: '7c0e',
  name: '',
  network_id: 'a0de',
  device_id: 'ovnmeta-a0de',
  device_owner: 'network:distributed',
  status: 'DOWN',
  admin_state_up: true,
  fixed_ips: [{ subnet_id: '5b1e', ip_address: 'fc00:a641:c776:3494::2' }],
}

test('a project has a name that is its own in its domain', () => {
  const record = { id: '7be1', name: 'capi-mgmt', domain_id: '5d1c', enabled: true, is_domain: false, parent_id: '5d1c', tags: [] }
  expect(projects.row(new JsonObject(record, ''))).toEqual({ id: '7be1', name: 'capi-mgmt', domainId: '5d1c', isEnabled: true })
  expect(projects.row(new JsonObject({ ...record, enabled: false }, '')).isEnabled).toBe(false)
})

describe('roles on a project', () => {
  const { path, row } = roleAssignmentsOn('7be1')

  test('are asked for with those that come by groups and by other roles', () => {
    expect(path).toBe('/v3/role_assignments?effective=true&include_names=true&scope.project.id=7be1')
  })

  test.each(['', '7be1 ', '7be1&x=y', '../7be1', 'x'.repeat(65), '\ud800'])('are not asked for on a project with the id %j', (id) => {
    expect(() => roleAssignmentsOn(id)).toThrow(
      expect.objectContaining({
        name: 'CouldNotLook',
        message: `identity GET /v3/projects names ${JSON.stringify(id)}, which is not an id such as Keystone gives`,
      }),
    )
  })

  test('are a user’s', () => {
    expect(row(new JsonObject(assignment, ''))).toEqual({ role: 'member', userId: 'dedc', projectId: '7be1' })
  })

  test('are not understood when they are a group’s: `effective` was not honoured', () => {
    const { user: _user, ...rest } = assignment
    expect(() => row(new JsonObject({ ...rest, group: { id: 'g' } }, 'role_assignments[0]'))).toThrow(
      'role_assignments[0].user: wanted an object, got nothing',
    )
  })
})

describe('a port', () => {
  test('has an owner, a state and addresses', () => {
    expect(ports.row(new JsonObject(port, ''))).toEqual({
      id: '7c0e',
      name: '',
      networkId: 'a0de',
      deviceId: 'ovnmeta-a0de',
      owner: 'network:distributed',
      status: { word: 'DOWN', is: 'bad' },
      addresses: ['fc00:a641:c776:3494::2'],
    })
  })

  test('without a state is not understood', () => {
    expect(() => ports.row(new JsonObject({ ...port, status: undefined }, 'ports[3]'))).toThrow(
      'ports[3].status: wanted a text, got nothing',
    )
  })
})
