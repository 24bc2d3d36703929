import { expect, test } from 'vitest'
import { listeners } from '../table.ts'
import { apis, endpointOf, listenersOf } from './table.ts'

const places = listenersOf({ net: '127.0.2' }).map(([address, port]) => `${address}:${port}`)

test('every place is on loopback, given away once, and none of the rest of the lab', () => {
  expect(places.filter((place) => !place.startsWith('127.0.2.'))).toEqual([])
  expect(new Set(places).size).toBe(places.length)
  expect(places.filter((place) => listeners().includes(place))).toEqual([])
})

test('leaves Keystone its place', () => {
  expect(places).not.toContain('127.0.2.5:5000')
})

test('the catalogue has every API behind TLS, at the port OpenStack gives it', () => {
  expect(apis.map((api) => `${api.type} ${endpointOf({ net: '127.0.2' }, api)}`)).toEqual([
    'placement https://127.0.2.7:8778',
    'compute https://127.0.2.8:8774/v2.1',
    'image https://127.0.2.6:9292',
    'network https://127.0.2.9:9696',
    'load-balancer https://127.0.2.10:9876',
    'container-infra https://127.0.2.11:9511/v1',
  ])
})
