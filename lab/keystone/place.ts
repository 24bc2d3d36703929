import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A CA as files, PEM. */
export interface Ca {
  readonly cert: string
  readonly key: string
}

/** A service of the catalogue that nginx plays: a stand-in with a real certificate, and answers that never change. */
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
  /** `127.0.2.5` */
  readonly address: string
  readonly ca: Ca
  readonly standIns: readonly StandIn[]
  readonly password: string
}

export const port = 5000
export const region = 'RegionOne'
/** As charm-keystone names them. */
export const admin = { user: 'admin', project: 'admin', domain: 'admin_domain' } as const
/** Has a password and no project at all. */
export const outsider = 'outsider'

export function urlOf({ address }: Pick<Place, 'address'>): string {
  return `https://${address}:${port}/v3`
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
