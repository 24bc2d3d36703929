import { expect, test } from 'vitest'
import { listeners, unitsOf } from '../../cloud/table.ts'
import { apis, endpointOf } from './table.ts'

const fronted = apis.filter(({ application }) => application !== undefined)

test('the catalogue has every API behind TLS at its VIPs, at the port OpenStack gives it', () => {
  expect(apis.map((api) => `${api.type} ${endpointOf(api)} ${endpointOf(api, 'internal')}`)).toEqual([
    'placement https://127.0.4.54:8778 https://127.0.1.154:8778',
    'compute https://127.0.4.52:8774/v2.1 https://127.0.1.152:8774/v2.1',
    'image https://127.0.4.51:9292 https://127.0.1.151:9292',
    'network https://127.0.4.53:9696 https://127.0.1.153:9696',
    'load-balancer https://127.0.4.55:9876 https://127.0.1.155:9876',
    'container-infra https://127.0.4.57:9511/v1 https://127.0.1.157:9511/v1',
    'volumev3 https://127.0.2.6:8776/v3 https://127.0.2.6:8776/v3',
  ])
})

test('whatever the catalogue names, except Cinder, a haproxy of the lab listens there', () => {
  const kinds = ['public', 'internal', 'admin'] as const
  const places = fronted.flatMap((api) => kinds.map((kind) => new URL(endpointOf(api, kind)).host))
  expect(places.filter((place) => !listeners().includes(place))).toEqual([])
})

test('every API but Cinder runs in units that the lab has', () => {
  expect(apis.filter(({ application = '' }) => unitsOf(application).length === 0).map(({ name }) => name)).toEqual(['cinder'])
})
