import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Identity } from '../keystone/place.ts'

/** The OpenStack of the lab: everything else is derived from this. */
export interface Cloud {
  /** The folder with all its state. */
  readonly dir: string
  readonly identity: Identity
}

/** The password of every service's own user. Only this Keystone, which is on loopback, knows these users. */
export const servicePassword = 'lab-service'

/** Writes the record of a cloud into the cloud's folder. The lab's faults and the lab's next start read it. */
export function noteCloud(cloud: Cloud): void {
  writeFileSync(fileOf(cloud.dir), JSON.stringify(cloud), { mode: 0o600 })
}

/** The lab's cloud that is recorded in this folder. Throws when the folder holds no record of one. */
export function cloudAt(dir: string): Cloud {
  if (!existsSync(fileOf(dir))) throw new Error('there is no OpenStack in this lab: lab/up --openstack brings one up')
  return JSON.parse(readFileSync(fileOf(dir), 'utf8')) as Cloud
}

function fileOf(dir: string): string {
  return join(dir, 'cloud.json')
}
