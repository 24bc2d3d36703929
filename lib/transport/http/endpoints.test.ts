import { describe, expect, test } from 'vitest'
import { type CatalogueService, endpointOf, pathBelow } from './endpoints.ts'

const at = (kind: string, url: string, region = 'RegionOne') => ({ interface: kind, region, url })
const catalogue: readonly CatalogueService[] = [
  { type: 'compute', endpoints: [at('public', 'https://10.12.4.53:8774/v2.1'), at('internal', 'https://10.12.8.53:8774/v2.1')] },
  { type: 'image', endpoints: [at('public', 'http://10.12.4.51:9292')] },
  { type: 'network', endpoints: [at('public', 'https://10.12.4.54:9696'), at('public', 'https://10.13.4.54:9696', 'RegionTwo')] },
  { type: 'dns', endpoints: [at('public', 'nowhere')] },
]
const publicly = { interface: 'public' }

test('a service is asked where the catalogue says', () => {
  expect(endpointOf(catalogue, 'compute', publicly).href).toBe('https://10.12.4.53:8774/v2.1')
  expect(endpointOf(catalogue, 'compute', { interface: 'internal' }).href).toBe('https://10.12.8.53:8774/v2.1')
  expect(endpointOf(catalogue, 'network', { interface: 'public', region: 'RegionTwo' }).host).toBe('10.13.4.54:9696')
})

test('a type that the catalogue lists twice is asked where one of its entries says', () => {
  const twice = [{ type: 'compute', endpoints: [] }, ...catalogue]
  expect(endpointOf(twice, 'compute', publicly).href).toBe('https://10.12.4.53:8774/v2.1')
  const other = [...catalogue, { type: 'compute', endpoints: [at('public', 'https://10.12.9.9:8774/v2.1')] }]
  expect(() => endpointOf(other, 'compute', publicly)).toThrow('the catalogue has 2 entries for the public endpoint of compute')
})

test.each([
  ['load-balancer', publicly, 'not-understood', 'the catalogue has no service of type load-balancer; it has compute, image, network, dns'],
  ['compute', { interface: 'admin' }, 'not-understood', 'the catalogue has no admin endpoint of compute'],
  ['compute', { interface: 'public', region: 'X' }, 'not-understood', 'the catalogue has no public endpoint of compute in region X'],
  [
    'network',
    publicly,
    'not-understood',
    'the catalogue has 2 entries for the public endpoint of network (RegionOne, RegionTwo): set keystone.region in the site file',
  ],
  ['dns', publicly, 'not-understood', 'the public endpoint of dns is not a URL: nowhere'],
  [
    'image',
    publicly,
    'untrusted',
    'the public endpoint of image is http://10.12.4.51:9292: without TLS the token would travel unencrypted, so the service was not asked',
  ],
])('%s %j: could not look', (type, choice, kind, message) => {
  expect(() => endpointOf(catalogue, type, choice)).toThrow(
    expect.objectContaining({ name: 'CouldNotLook', kind, message, key: `catalogue ${type}` }),
  )
})

describe('a path goes below the endpoint’s own', () => {
  test.each([
    ['https://h:8774/v2.1', '/servers/detail?all_tenants=1', '/v2.1/servers/detail?all_tenants=1'],
    ['https://h:9696', '/v2.0/subnets', '/v2.0/subnets'],
    ['https://h:9696/v2.0', '/v2.0/subnets', '/v2.0/subnets'],
    ['https://h:9696/networking/', '/v2.0/subnets', '/networking/v2.0/subnets'],
    ['https://h:5000/v3', '/v3/projects', '/v3/projects'],
    ['https://h:5000/', '/v3/projects', '/v3/projects'],
    ['https://h:5000/v3', '/v3', '/v3'],
    ['https://h:5000/v3', '/v3?x', '/v3?x'],
    ['https://h:8776/v3/c0ffee', '/volumes', '/v3/c0ffee/volumes'],
    ['https://h:9511/v1', '/v1beta/x', '/v1/v1beta/x'],
  ])('%s %s', (endpoint, path, whole) => {
    expect(pathBelow(new URL(endpoint), path)).toBe(whole)
  })
})
