import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who the lab itself is to its Keystone, and how to reach that. */
export interface Identity {
  /** `https://127.0.4.50:5000/v3` */
  readonly url: string
  /** Verifies Keystone and, since the lab has one CA, every other API. */
  readonly caFile: string
  readonly user: string
  readonly password: string
  readonly project: string
  /** Name of the domain of user and project. */
  readonly domain: string
}

/** Addresses from `start` to `end`, as neutron names them. */
export interface Pool {
  readonly start: string
  readonly end: string
}

/** What the cloud's provider network has and gives out. */
export interface ProviderBlock {
  /** `127.0.4.0/24` */
  readonly cidr: string
  readonly pool: Pool
  /** Where the API VIPs are, which the pool leaves out. */
  readonly vips: Pool
}

/** The OpenStack of the lab: everything else is derived from this. */
export interface Cloud {
  /** Holds all its state. */
  readonly dir: string
  readonly identity: Identity
  readonly provider: ProviderBlock
}

export const region = 'RegionOne'

/** Of every service's own user: they are known to this Keystone only, which is on loopback. */
export const servicePassword = 'lab-service'

/** Notes a cloud in its folder, for faults and for the next start. */
export function noteCloud(cloud: Cloud): void {
  writeFileSync(fileOf(cloud.dir), JSON.stringify(cloud), { mode: 0o600 })
}

/** The cloud of a folder. Throws when none has been started there. */
export function cloudAt(dir: string): Cloud {
  if (!existsSync(fileOf(dir))) throw new Error('there is no OpenStack in this lab: lab/up --openstack brings one up')
  return JSON.parse(readFileSync(fileOf(dir), 'utf8')) as Cloud
}

function fileOf(dir: string): string {
  return join(dir, 'cloud.json')
}
