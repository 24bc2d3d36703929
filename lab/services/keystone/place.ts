import { readFileSync } from 'node:fs'
import { caFile } from '../../cloud/pki.ts'
import { unit, vips } from '../../cloud/table.ts'
import { state } from '../../host/state.ts'

/** The lab's own account in its Keystone, and how to reach that Keystone. */
export interface Identity {
  /** `https://127.0.4.50:5000/v3` */
  readonly url: string
  /** The CA that verifies Keystone's certificate and, since the lab has one CA, that of every other API. */
  readonly caFile: string
  readonly user: string
  readonly password: string
  readonly project: string
  /** The name of the domain that both the user and the project belong to. */
  readonly domain: string
}

export type Interface = 'public' | 'internal' | 'admin'

export const region = 'RegionOne'
/** As charm-keystone names them. */
export const admin = { user: 'admin', project: 'admin', domain: 'admin_domain' } as const
/** A user with a password but without any project. */
export const outsider = 'outsider'

/** The folder with all of Keystone's state. */
export const keystoneDir = state('keystone')
/** The socket through which Apache on each of Keystone's units passes requests to the keystone process. */
export const keystoneSocket = inKeystone('keystone.sock')
/** The administrator's openrc, 0600. */
export const openrcFile = inKeystone('admin-openrc')
/** The password of all users that Keystone starts with. A new one is made whenever Keystone is set up from scratch. */
export const passwordFile = inKeystone('password')

/** A path in Keystone's folder. */
export function inKeystone(...parts: string[]): string {
  return state('keystone', ...parts)
}

/** The URL that charm-keystone registers: the admin interface has a port of its own. */
export function urlOf(kind: Interface = 'public'): string {
  const [provider, metal] = vips(unit('keystone/0').app)
  return `https://${kind === 'public' ? provider : metal}:${kind === 'admin' ? 35357 : 5000}/v3`
}

/** Throws when no Keystone has been started. */
export function identity(): Identity {
  return { url: urlOf(), caFile, password: readFileSync(passwordFile, 'utf8'), ...admin }
}
