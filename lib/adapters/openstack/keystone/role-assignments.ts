import { keystoneId } from '../../../transport/names.ts'
import type { Resource } from '../resource.ts'

export interface RoleAssignment {
  /** `member` */
  readonly role: string
  readonly userId: string
  readonly projectId: string
}

/** Who has which role on a project, whether directly, by a group, or because another role implies it. */
export const roleAssignmentsOn = (projectId: string): Resource<RoleAssignment> => ({
  service: 'identity',
  path: `/v3/role_assignments?effective=true&include_names=true&scope.project.id=${keystoneId.inUrl(projectId, 'identity GET /v3/projects')}`,
  key: 'role_assignments',
  row: (record) => ({
    role: record.object('role').text('name'),
    userId: record.object('user').text('id'),
    projectId: record.object('scope').object('project').text('id'),
  }),
})
