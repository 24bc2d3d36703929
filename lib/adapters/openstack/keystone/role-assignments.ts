import { keystoneId } from '../../../transport/names.ts'
import { NotUnderstood } from '../../command.ts'
import type { Resource } from '../resource.ts'

export interface RoleAssignment {
  /** `member` */
  readonly role: string
  readonly userId: string
  readonly projectId: string
}

/** Who has which role on a project, whether directly, by a group, or because another role implies it. */
export const roleAssignmentsOn = (projectId: string): Resource<RoleAssignment> => assignments('', projectId, 'identity GET /v3/projects')

/**
 * The roles that one user has on a project. Whenever an application credential of this user is used, Keystone compares
 * its roles with these (keystone/models/token_model.py).
 */
export const roleAssignmentsOf = (userId: string, projectId: string): Resource<RoleAssignment> =>
  assignments(`&user.id=${keystoneId.inUrl(userId, 'container-infra')}`, projectId, 'identity application_credentials')

const assignments = (ofUser: string, projectId: string, from: string): Resource<RoleAssignment> => ({
  service: 'identity',
  path: `/v3/role_assignments?effective=true&include_names=true${ofUser}&scope.project.id=${keystoneId.inUrl(projectId, from)}`,
  key: 'role_assignments',
  row: (record) => ({
    role: record.object('role').text('name'),
    userId: record.object('user').text('id'),
    projectId: record.object('scope').object('project').text('id'),
  }),
})

/** A user who has a role somewhere. */
export interface RoleHolder {
  readonly userId: string
  /** The name, such as `demo`. It is the id when Keystone does not find the name, for example because LDAP has lost the user. */
  readonly user: string
  /** The role is on a project, not on a domain or on the whole of Keystone. */
  readonly isOnProject: boolean
}

/** One row for each role of each user, wherever the role applies and however the user got it. */
export const roleHolders: Resource<RoleHolder> = {
  service: 'identity',
  path: '/v3/role_assignments?effective=true&include_names=true',
  key: 'role_assignments',
  row: (record) => {
    const [user, scope] = [record.object('user'), record.object('scope').keys()]
    const [userId, place] = [user.text('id'), scope.find((key) => ['project', 'domain', 'system'].includes(key))]
    if (place === undefined) throw new NotUnderstood(`${record.at}.scope: wanted a project, a domain or a system, got ${scope.join(', ')}`)
    return { userId, user: user.optionalText('name') || userId, isOnProject: place === 'project' }
  },
}
