import { join } from 'node:path'
import { unit, vips } from '../../cloud/table.ts'
import type { Interface } from '../keystone/place.ts'
import type { Cloud } from './cloud.ts'

/** An API of the lab: one of Debian's WSGI programs, served by apache. */
export interface Api {
  /** The name of the API. The API's user in Keystone, its database and its folder have the same name. */
  readonly name: string
  /** The application whose units run the API in a charmed cloud. Absent: the lab has no such unit, and a separate apache serves the API. */
  readonly application?: string
  /** Its type in the catalogue. */
  readonly type: string
  readonly port: number
  /** The path at the end of the API's address in the catalogue: `/v2.1`. Empty when the address has no path. */
  readonly path: string
  readonly program: string
  /** How the program finds its configuration. */
  readonly reads: 'folder' | 'argument'
}

export const apis: readonly Api[] = [
  { name: 'placement', application: 'placement', type: 'placement', port: 8778, ...inFolder('/usr/bin/placement-api') },
  {
    name: 'nova',
    application: 'nova-cloud-controller',
    type: 'compute',
    port: 8774,
    ...inFolder('/usr/bin/nova-api-wsgi', '/v2.1'),
  },
  { name: 'glance', application: 'glance', type: 'image', port: 9292, ...inFolder('/usr/bin/glance-wsgi-api') },
  { name: 'neutron', application: 'neutron-api', type: 'network', port: 9696, ...byArgument('/usr/bin/neutron-api') },
  { name: 'octavia', application: 'octavia', type: 'load-balancer', port: 9876, ...byArgument('/usr/bin/octavia-wsgi') },
  {
    name: 'magnum',
    application: 'magnum',
    type: 'container-infra',
    port: 9511,
    ...byArgument('/usr/bin/magnum-api-wsgi', '/v1'),
  },
  { name: 'cinder', type: 'volumev3', port: 8776, ...byArgument('/usr/bin/cinder-wsgi', '/v3') },
]

/** The hosts of the cloud, as nova and placement know them. */
export const hypervisors = ['machine-0', 'machine-1'] as const
/** What every host has, and the memory it reserves for itself. The memory is as in the example of failover-headroom in phases/08-workload.yaml. */
export const hostSize = { vcpus: 16, memoryMb: 32_768, diskGb: 500, reservedMb: 8192 } as const
export type Hypervisor = (typeof hypervisors)[number]

/** Throws when the lab has no API of this name. */
export function apiOf(name: string): Api {
  const found = apis.find((one) => one.name === name)
  if (!found) throw new Error(`the lab has no API ${name}; it has ${apis.map((one) => one.name).join(' ')}`)
  return found
}

/**
 * The address at which an API is called: the VIP of its units, which haproxy serves. An API without units in the lab has the address of a separate
 * apache.
 */
export function addressOf({ application }: Api, kind: Interface = 'public'): string {
  if (application === undefined) return unitlessAddress
  const [provider = '', metal = ''] = vips(unit(`${application}/0`).app)
  return kind === 'public' ? provider : metal
}

/** `https://127.0.4.52:8774/v2.1`, as the catalogue has it. */
export function endpointOf(one: Api, kind: Interface = 'public'): string {
  return `https://${addressOf(one, kind)}:${one.port}${one.path}`
}

export const rabbitAddress = '127.0.2.3'
export const rabbitPort = 5672

/** Where Cinder is called, on every interface. */
export const unitlessAddress = '127.0.2.6'

/** The socket at which apache hands a request over to the program. */
export function socketOf({ dir }: Pick<Cloud, 'dir'>, { name }: Api): string {
  return join(dir, `${name}.sock`)
}

function inFolder(program: string, path = '') {
  return { program, reads: 'folder', path } as const
}

function byArgument(program: string, path = '') {
  return { program, reads: 'argument', path } as const
}
