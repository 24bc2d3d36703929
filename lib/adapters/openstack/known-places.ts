import type { Site } from '../../phase/site.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { Place } from './places.ts'

/** The addresses of the cloud's services, as far as they are known: Keystone's own, and those in the catalogue. */
export interface KnownPlaces {
  /** Keystone's own first. */
  readonly places: readonly Place[]
  /** Why the catalogue could not be read; in that case `places` holds only Keystone's own place. */
  readonly why?: { readonly message: string; readonly remedy?: string }
}

/**
 * Always includes Keystone's own address. When Keystone's certificate is not trusted, the catalogue cannot be read, but the certificate can still be
 * looked at.
 */
export async function knownPlaces(site: Site, inCatalogue: () => Promise<readonly Place[]>): Promise<KnownPlaces> {
  const own = keystonePlace(site)
  try {
    const named = await inCatalogue()
    if (named.length === 0) return { places: [own], why: { message: 'the catalogue names no endpoint', remedy: 'openstack endpoint list' } }
    return { places: [own, ...named.filter((place) => place.at !== own.at)] }
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    const { message, remedy } = error
    return { places: [own], why: { message, ...(remedy === undefined ? {} : { remedy }) } }
  }
}

/** `10.12.4.50:5000` */
export function keystonePlace({ keystone: { address, port } }: Site): Place {
  const host = address.includes(':') ? `[${address}]` : address
  return {
    at: `${host}:${port}`,
    host: address,
    isTls: true,
    services: [{ interface: 'public', type: 'identity', name: 'keystone', path: '/v3' }],
  }
}
