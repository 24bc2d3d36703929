import { expect, test } from 'vitest'
import { urlOf } from './place.ts'

const kinds = ['public', 'internal', 'admin'] as const

test('with a front of its own, Keystone is at one address', () => {
  expect(kinds.map((kind) => urlOf({ address: '127.0.2.5' }, kind))).toEqual(Array(3).fill('https://127.0.2.5:5000/v3'))
})

test('behind haproxy it is at its VIPs, for administrators at a port of their own', () => {
  expect(kinds.map((kind) => urlOf({ address: '127.0.4.50', metalVip: '127.0.1.150' }, kind))).toEqual([
    'https://127.0.4.50:5000/v3',
    'https://127.0.1.150:5000/v3',
    'https://127.0.1.150:35357/v3',
  ])
})
