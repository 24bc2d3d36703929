import type { Resource } from '../resource.ts'

export interface Router {
  readonly id: string
  /** May be empty. */
  readonly name: string
}

/** Neutron's routers, of all projects for an admin; without their gateways and routes. */
export const routers: Resource<Router> = {
  service: 'network',
  path: '/v2.0/routers?fields=id&fields=name',
  key: 'routers',
  row: (record) => ({ id: record.text('id'), name: record.text('name') }),
}
