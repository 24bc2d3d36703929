import type { Resource } from '../resource.ts'

export interface Router {
  readonly id: string
  /** May be empty. */
  readonly name: string
}

/** Neutron's routers, without their gateways and routes. An admin is shown the routers of all projects. */
export const routers: Resource<Router> = {
  service: 'network',
  path: '/v2.0/routers?fields=id&fields=name',
  key: 'routers',
  row: (record) => ({ id: record.text('id'), name: record.text('name') }),
}
