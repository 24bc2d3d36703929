import type { Resource } from '../resource.ts'

export interface SecurityGroup {
  readonly id: string
  /** Not unique: every project has a `default`. */
  readonly name: string
}

/** Neutron's security groups, of all projects for an admin; without their rules. */
export const securityGroups: Resource<SecurityGroup> = {
  service: 'network',
  path: '/v2.0/security-groups?fields=id&fields=name',
  key: 'security_groups',
  row: (record) => ({ id: record.text('id'), name: record.text('name') }),
}
