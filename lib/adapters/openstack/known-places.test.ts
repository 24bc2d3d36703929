import { describe, expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { knownPlaces } from './known-places.ts'

const site = { keystone: { address: '10.12.4.50', port: 5000 } } as Site
const place = (at: string) => ({ at, host: at.split(':')[0] ?? '', isTls: true, services: [] })
const own = {
  at: '10.12.4.50:5000',
  host: '10.12.4.50',
  isTls: true,
  services: [{ interface: 'public', type: 'identity', name: 'keystone', path: '/v3' }],
}

describe('the places that are known', () => {
  test('are Keystone’s own and those of the catalogue, each once', async () => {
    const { places, why } = await knownPlaces(site, async () => ['10.12.4.51:9292', '10.12.4.50:5000'].map(place))
    expect(places).toEqual([own, place('10.12.4.51:9292')])
    expect(why).toBeUndefined()
  })

  test('are only Keystone’s own when the catalogue cannot be read', async () => {
    const known = await knownPlaces(site, async () => {
      throw new CouldNotLook('untrusted', 'https x', 'x shows a TLS certificate that has expired', { remedy: 'openssl' })
    })
    expect(known).toEqual({ places: [own], why: { message: 'x shows a TLS certificate that has expired', remedy: 'openssl' } })
  })

  test('are not all when the catalogue is empty', async () => {
    expect((await knownPlaces(site, async () => [])).why?.message).toBe('the catalogue names no endpoint')
  })

  test('are not a place to hide a bug in', async () => {
    await expect(knownPlaces(site, async () => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError)
  })
})
