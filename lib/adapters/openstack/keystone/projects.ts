import type { Resource } from '../resource.ts'

export interface Project {
  readonly id: string
  readonly name: string
  readonly domainId: string
  /** Keystone gives no token for a project that is not. */
  readonly isEnabled: boolean
}

/** Keystone's projects, of all domains for an admin. A name is there once in each domain. */
export const projects: Resource<Project> = {
  service: 'identity',
  path: '/v3/projects',
  key: 'projects',
  row: (record) => ({
    id: record.text('id'),
    name: record.text('name'),
    domainId: record.text('domain_id'),
    isEnabled: record.flag('enabled'),
  }),
}
