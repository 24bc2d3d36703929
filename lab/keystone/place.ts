import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyPair } from '../pki.ts'

/** A service of the catalogue that apache plays: a stand-in with a real certificate, and answers that never change. */
export interface StandIn {
  readonly type: string
  readonly name: string
  readonly port: number
  /** What the catalogue's address ends in. */
  readonly path?: string
  /** JSON by path, beside its root. */
  readonly answers?: Readonly<Record<string, unknown>>
}

/** What one Keystone of the lab is made of; noted in its folder for faults and for the next start. */
export interface Place {
  readonly dir: string
  /** `127.0.2.5`; with VIPs, the public one. */
  readonly address: string
  /** Where the catalogue has it beside the public address, when a unit of the lab is in front of it. Absent: nowhere else, and its front is its own. */
  readonly metalVip?: string
  readonly ca: KeyPair
  readonly standIns: readonly StandIn[]
  readonly password: string
}

export const port = 5000
export const region = 'RegionOne'
/** As charm-keystone names them. */
export const admin = { user: 'admin', project: 'admin', domain: 'admin_domain' } as const
/** Has a password and no project at all. */
export const outsider = 'outsider'

export type Interface = 'public' | 'internal' | 'admin'

/** As charm-keystone registers it: the administrator's has a port of its own. */
export function urlOf({ address, metalVip }: Pick<Place, 'address' | 'metalVip'>, kind: Interface = 'public'): string {
  const host = kind === 'public' ? address : (metalVip ?? address)
  return `https://${host}:${kind === 'admin' && metalVip !== undefined ? 35357 : port}/v3`
}

/** A path in the folder of a Keystone. */
export function inDir({ dir }: Pick<Place, 'dir'>, ...parts: string[]): string {
  return join(dir, ...parts)
}

export function notePlace(place: Place): void {
  writeFileSync(inDir(place, 'place.json'), JSON.stringify(place), { mode: 0o600 })
}

/** Throws when no Keystone has been started in this folder. */
export function placeIn(dir: string): Place {
  return JSON.parse(readFileSync(join(dir, 'place.json'), 'utf8')) as Place
}
