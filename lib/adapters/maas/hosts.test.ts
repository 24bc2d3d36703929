import { describe, expect, test } from 'vitest'
import { hostsOf } from './hosts.ts'
import type { Machine } from './machines.ts'

const machine = (systemId: string, hostname = 'openstack0') => ({ systemId, hostname }) as Machine
const of = (given: string | null, ...machines: readonly Machine[]) =>
  hostsOf({ profile: 'admin', hosts: { openstack0: given }, addresses: {} }, machines)[0]

describe('a host of the site', () => {
  test('without an id is the only machine of its name, whatever its case and domain', () => {
    for (const hostname of ['openstack0', 'OpenStack0', 'openstack0.maas'])
      expect(of(null, machine('xnp47g', hostname), machine('a', 'other'))).toMatchObject({
        systemId: 'xnp47g',
        idIsGiven: false,
        nameAgrees: true,
        otherIds: [],
      })
  })

  test('without an id has no machine where two have its name', () => {
    const host = of(null, machine('a'), machine('b'))
    expect(host).toEqual({ name: 'openstack0', idIsGiven: false, nameAgrees: false, otherIds: ['a', 'b'] })
  })

  test('with an id is the machine of that id, whatever it is called', () => {
    expect(of('a', machine('a', 'openstack1'), machine('b'))).toMatchObject({ systemId: 'a', nameAgrees: false, otherIds: ['b'] })
  })

  test('with an id has no machine where only another one has its name', () => {
    expect(of('h8frng', machine('xnp47g'))).toEqual({
      name: 'openstack0',
      systemId: 'h8frng',
      idIsGiven: true,
      nameAgrees: false,
      otherIds: ['xnp47g'],
    })
  })
})
