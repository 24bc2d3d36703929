import { expect, test } from 'vitest'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { sweepOf, type Unit } from './unit.ts'

const unit = (name: string): Unit => ({ name, address: '10.12.8.71', application: 'magnum', lost: false })

test('every unit is asked at once', async () => {
  let asked = 0
  const allAsked = Promise.withResolvers<void>()
  const sweep = await sweepOf([unit('magnum/0'), unit('magnum/1')], async ({ name }) => {
    asked += 1
    if (asked === 2) allAsked.resolve()
    await allAsked.promise
    return { saw: name }
  })
  expect(sweep).toEqual({
    units: ['magnum/0', 'magnum/1'],
    seen: [
      { unit: 'magnum/0', saw: 'magnum/0' },
      { unit: 'magnum/1', saw: 'magnum/1' },
    ],
    silent: [],
  })
})

test('a unit whose address was refused is not asked, and is silent', async () => {
  const refused = new CouldNotLook('not-understood', 'address magnum/0', 'Juju knows no address of magnum/0', {
    remedy: 'juju show-unit magnum/0',
  })
  const look = () => Promise.reject(new Error('was asked'))
  expect(await sweepOf([{ name: 'magnum/0', application: 'magnum', lost: false, refused }], look)).toEqual({
    units: ['magnum/0'],
    seen: [],
    silent: [{ at: 'magnum/0', saw: 'Juju knows no address of magnum/0', fix: 'juju show-unit magnum/0' }],
  })
})
