import { keystoneId } from '../../../transport/names.ts'
import { records } from '../records.ts'
import type { Resource } from '../resource.ts'
import { timeOrNull } from '../time.ts'

export interface AppCred {
  readonly id: string
  /** Magnum's driver names its credentials `magnum-<cluster's uuid>-<8 hex digits>`. */
  readonly name: string
  readonly projectId: string
  /** Its roles, fixed when it was made. */
  readonly roles: readonly string[]
  /** When the credential expires. Absent when it never expires, which is so for every credential that Magnum makes. */
  readonly ends?: Date
  /** The only requests that the credential may make, such as `GET compute /v2.1/servers`. Absent when no access rules limit it. */
  readonly accessRules?: readonly string[]
}

/** The application credentials of one user: only their owner and an admin may list them. No secret is reported. */
export function appCredsOf(userId: string): Resource<AppCred> {
  return {
    service: 'identity',
    path: `/v3/users/${keystoneId.inUrl(userId, 'container-infra')}/application_credentials`,
    key: 'application_credentials',
    row: (record) => {
      const ends = timeOrNull(record, 'expires_at')
      const isNarrowed = (record.own('access_rules') ?? undefined) !== undefined
      const rules = isNarrowed ? records(record, 'access_rules') : []
      return {
        id: record.text('id'),
        name: record.text('name'),
        projectId: record.text('project_id'),
        roles: records(record, 'roles').map((role) => role.text('name')),
        ...(ends === undefined ? {} : { ends }),
        ...(isNarrowed ? { accessRules: rules.map((rule) => ['method', 'service', 'path'].map((key) => rule.text(key)).join(' ')) } : {}),
      }
    },
  }
}
