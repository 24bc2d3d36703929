import type { Resource } from '../resource.ts'

export interface Project {
  readonly id: string
  readonly name: string
  readonly domainId: string
  /** When false, Keystone gives no token for the project. */
  readonly isEnabled: boolean
}

/** Keystone's projects. An admin gets the projects of all domains. A project's name is unique only within its domain. */
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
