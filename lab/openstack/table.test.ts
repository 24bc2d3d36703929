import { expect, test } from 'vitest'
import { listeners, unitsOf } from '../table.ts'
import { apiOf, apis, endpointOf, listenersOf } from './table.ts'

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

test('a cloud behind haproxy listens for RabbitMQ only, and is called at its VIPs: the public ones and the others', () => {
  const vips = Object.fromEntries(apis.map((api) => [api.name, ['127.0.4.52', '127.0.1.152'] as const]))
  const cloud = { net: '127.0.2', vips }
  expect(listenersOf(cloud)).toEqual([['127.0.2.3', 5672]])
  const nova = apiOf('nova')
  expect((['public', 'internal', 'admin'] as const).map((kind) => endpointOf(cloud, nova, kind))).toEqual([
    'https://127.0.4.52:8774/v2.1',
    'https://127.0.1.152:8774/v2.1',
    'https://127.0.1.152:8774/v2.1',
  ])
})

test('every API runs in units that the lab has', () => {
  expect(apis.filter((api) => unitsOf(api.application).length === 0)).toEqual([])
})
