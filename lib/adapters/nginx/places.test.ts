import { expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import { placesOf } from './places.ts'

const networks = {
  provider: { cidr: '10.12.4.0/22', staleVips: [{ from: '10.12.4.224', to: '10.12.4.236' }] },
} as unknown as Site['networks']
const places = (...endpoints: readonly string[]) => placesOf([{ at: 'n.conf:2', endpoints }], { networks })

test.each([
  ['10.12.4.53:443', { address: '10.12.4.53' }],
  ['10.12.4.230:443', { address: '10.12.4.230', stale: '10.12.4.224 to 10.12.4.236' }],
  ['[fd00::1]:443', { address: 'fd00::1' }],
  ['horizon.example:443', {}],
])('%s', (endpoint, of) => {
  expect(places(endpoint)).toEqual([{ at: 'n.conf:2', endpoint, ...of }])
})

test('every server of an upstream has its place, and what is not known has none', () => {
  expect(places('10.12.4.53:443', '10.12.4.54:443')).toHaveLength(2)
  expect(placesOf([{ at: 'n.conf:2', endpoints: { unknown: '$x is known only when a request comes' } }], { networks })).toEqual([])
})
