import { describe, expect, test } from 'vitest'
import { JsonObject } from '../../json.ts'
import { askFrom } from '../test-ask.ts'
import { capacity, type Inventory, inventoriesOf, providers, timesFree } from './placement.ts'

/** As placement 8.0 of a lab printed them. */
const provider = { uuid: '16684779-3358-4f1a-b8e0-2b86e9f7b12f', name: 'compute-1', generation: 2, links: [] }
const inventories = {
  resource_provider_generation: 2,
  inventories: {
    VCPU: { total: 10, reserved: 0, min_unit: 1, max_unit: 10, step_size: 1, allocation_ratio: 16.0 },
    MEMORY_MB: { total: 8192, reserved: 512, min_unit: 1, max_unit: 8192, step_size: 1, allocation_ratio: 1.5 },
    DISK_GB: { total: 1028, reserved: 0, min_unit: 1, max_unit: 1028, step_size: 1, allocation_ratio: 1.0 },
  },
}
const usages = { resource_provider_generation: 2, usages: { VCPU: 2, MEMORY_MB: 2048, DISK_GB: 10 } }
const below = `placement GET /resource_providers/${provider.uuid}`
const looked = (stock: object, used: object) =>
  inventoriesOf(askFrom({ [`${below}/inventories`]: { json: stock }, [`${below}/usages`]: { json: used } }), {
    id: provider.uuid,
    name: 'compute-1',
  })
const memory = (change: Partial<Inventory> = {}): Inventory => ({
  total: 32768,
  reserved: 8192,
  ratio: 1.5,
  minUnit: 1,
  maxUnit: 32768,
  stepSize: 1,
  used: 0,
  ...change,
})

test('a provider has an id and a name', () => {
  expect(providers.row(new JsonObject(provider, ''))).toEqual({ id: provider.uuid, name: 'compute-1' })
})

test('an inventory comes with what is used of it', async () => {
  const all = await looked(inventories, usages)
  expect([...all.keys()]).toEqual(['VCPU', 'MEMORY_MB', 'DISK_GB'])
  expect(all.get('MEMORY_MB')).toEqual({ total: 8192, reserved: 512, ratio: 1.5, minUnit: 1, maxUnit: 8192, stepSize: 1, used: 2048 })
})

test('a provider whose id would lead to another path is not asked for', async () => {
  const ask = () => Promise.reject(new Error('it was asked'))
  await expect(inventoriesOf(ask, { id: '../../traits?x=', name: 'compute-1' })).rejects.toMatchObject({
    name: 'CouldNotLook',
    kind: 'not-understood',
    message: 'placement GET /resource_providers names "../../traits?x=", which is not a UUID',
  })
})

test.each([
  ['without its use', inventories, { usages: {} }, '/inventories: usages.VCPU: wanted a whole number, got nothing'],
  ['without inventories', {}, usages, '/inventories: inventories: wanted an object, got nothing'],
  [
    'with a ratio as text',
    { inventories: { VCPU: { total: 1, allocation_ratio: '1.5' } } },
    usages,
    'inventories.VCPU.allocation_ratio: wanted a number, got "1.5"',
  ],
])('an answer %s is not understood', async (_, stock, used, message) => {
  await expect(looked(stock, used)).rejects.toMatchObject({
    name: 'CouldNotLook',
    kind: 'not-understood',
    message: expect.stringContaining(message),
  })
})

describe('the capacity', () => {
  test('is what is left after the reservation, times the ratio: not the other way round', () => {
    expect(capacity(memory())).toBe(36864)
  })

  test('is cut to a whole number', () => {
    expect(capacity(memory({ total: 3, reserved: 0 }))).toBe(4)
  })
})

describe('how often something still fits', () => {
  test.each<[string, Partial<Inventory>, number]>([
    ['an empty host', {}, 36],
    ['with room for one and a half', { used: 36864 - 1536 }, 1],
    ['to the megabyte', { used: 36864 - 1024 }, 1],
    ['one megabyte short', { used: 36864 - 1023 }, 0],
    ['given away beyond its capacity', { used: 40960 }, 0],
    ['where no server may have as much', { maxUnit: 1000 }, 0],
    ['where a server must have more', { minUnit: 2048 }, 0],
    ['where it is given in other steps', { stepSize: 1000 }, 0],
  ])('%s', (_, change, times) => {
    expect(timesFree(memory(change), 1024)).toBe(times)
  })

  test('what is not asked for always fits', () => {
    expect(timesFree(memory({ used: 99999 }), 0)).toBe(Number.POSITIVE_INFINITY)
  })
})
