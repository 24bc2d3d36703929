import { expect, test } from 'vitest'
import { urlOf } from './place.ts'

test('Keystone is at its VIPs, for administrators at a port of their own', () => {
  expect((['public', 'internal', 'admin'] as const).map((kind) => urlOf(kind))).toEqual([
    'https://127.0.4.50:5000/v3',
    'https://127.0.1.150:5000/v3',
    'https://127.0.1.150:35357/v3',
  ])
})
