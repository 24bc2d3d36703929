import { join } from 'node:path'
import type { Cloud } from './cloud.ts'

/** An API of the lab: a WSGI program of Debian's behind nginx. */
export interface Api {
  /** Its own user in Keystone, its database and its folder are called so too. */
  readonly name: string
  /** As the catalogue has it. */
  readonly type: string
  readonly octet: number
  readonly port: number
  /** What the catalogue's address ends in. */
  readonly path: string
  readonly program: string
  /** How the program finds its configuration. */
  readonly reads: 'folder' | 'argument'
  /** Answers without a token once the API serves. */
  readonly greets: string
}

export const apis: readonly Api[] = [
  api('placement', 'placement', 7, 8778, '/usr/bin/placement-api', 'folder'),
  api('nova', 'compute', 8, 8774, '/usr/bin/nova-api-wsgi', 'folder', { path: '/v2.1' }),
  api('glance', 'image', 6, 9292, '/usr/bin/glance-wsgi-api', 'folder', { greets: '/healthcheck' }),
  api('neutron', 'network', 9, 9696, '/usr/bin/neutron-api', 'argument'),
  api('octavia', 'load-balancer', 10, 9876, '/usr/bin/octavia-wsgi', 'argument'),
  api('magnum', 'container-infra', 11, 9511, '/usr/bin/magnum-api-wsgi', 'argument', { path: '/v1' }),
]

/** The hosts of the cloud, as nova and placement know them. */
export const hypervisors = ['machine-0', 'machine-1'] as const
/** What every host has, and keeps from its servers: the figures of our example. */
export const hostSize = { vcpus: 16, memoryMb: 32_768, diskGb: 500, reservedMb: 8192 } as const
export type Hypervisor = (typeof hypervisors)[number]

/** Throws on a name the lab has no API of. */
export function apiOf(name: string): Api {
  const found = apis.find((one) => one.name === name)
  if (!found) throw new Error(`the lab has no API ${name}; it has ${apis.map((one) => one.name).join(' ')}`)
  return found
}

export function addressOf({ net }: Pick<Cloud, 'net'>, { octet }: Api): string {
  return `${net}.${octet}`
}

/** `https://127.0.2.8:8774/v2.1`, as the catalogue has it. */
export function endpointOf(cloud: Pick<Cloud, 'net'>, one: Api): string {
  return `https://${addressOf(cloud, one)}:${one.port}${one.path}`
}

export function rabbitAddress({ net }: Pick<Cloud, 'net'>): string {
  return `${net}.3`
}

export const rabbitPort = 5672

/** Where nginx hands a request over to the program. */
export function socketOf({ dir }: Pick<Cloud, 'dir'>, { name }: Api): string {
  return join(dir, `${name}.sock`)
}

/** Every `[address, port]` a cloud listens on, but for Keystone. */
export function listenersOf(cloud: Pick<Cloud, 'net'>): readonly (readonly [address: string, port: number])[] {
  return [[rabbitAddress(cloud), rabbitPort], ...apis.map((one) => [addressOf(cloud, one), one.port] as const)]
}

function api(
  name: string,
  type: string,
  octet: number,
  port: number,
  program: string,
  reads: Api['reads'],
  { path = '', greets = '/' }: { path?: string; greets?: string } = {},
): Api {
  return { name, type, octet, port, program, reads, path, greets }
}
