import { describe, expect, test } from 'vitest'
import { JsonObject } from '../../json.ts'
import { amphorae } from './amphorae.ts'
import { loadBalancers } from './load-balancers.ts'
import { listeners, partsOf, pools } from './parts.ts'

/** As octavia 11.0 of a lab printed them. */
const stuck = {
  listeners: [],
  pools: [],
  id: '5d452452-2cc7-4419-a5c9-35cc6c78d070',
  name: 'lb-stuck',
  description: '',
  provisioning_status: 'PENDING_CREATE',
  operating_status: 'OFFLINE',
  admin_state_up: true,
  project_id: '2ec58781afeb462b87467fcc29517a68',
  created_at: '2026-11-22T10:36:34',
  updated_at: null,
  vip_address: '127.0.9.7',
  provider: 'amphora',
  flavor_id: null,
  tags: [],
}
const amphora = {
  id: '5f501e64-c94b-49e3-b12b-4628cfc1b82d',
  loadbalancer_id: 'c537f0c6-59b1-4a38-9b27-eea62aaba198',
  compute_id: '8cd736c6-3d58-4dda-affd-57711131d631',
  lb_network_ip: '192.0.2.1',
  cert_expiration: '2026-12-22T10:15:54',
  cert_busy: false,
  role: 'STANDALONE',
  status: 'ALLOCATED',
  created_at: '2026-11-22T10:15:54',
  image_id: null,
  compute_flavor: null,
}
const balancerFrom = (change: object) => loadBalancers.row(new JsonObject({ ...stuck, ...change }, 'loadbalancers[0]'))
const amphoraFrom = (change: object) => amphorae.row(new JsonObject({ ...amphora, ...change }, 'amphorae[0]'))

describe('a load balancer', () => {
  test('has two states, and was last touched when it was made', () => {
    expect(balancerFrom({})).toEqual({
      id: '5d452452-2cc7-4419-a5c9-35cc6c78d070',
      name: 'lb-stuck',
      projectId: '2ec58781afeb462b87467fcc29517a68',
      provisioning: { word: 'PENDING_CREATE', is: 'waiting' },
      operating: { word: 'OFFLINE', is: 'bad' },
      provider: 'amphora',
      isEnabled: true,
      servesInPart: false,
      isSilent: true,
      parts: [],
      created: new Date('2026-11-22T10:36:34Z'),
      changed: new Date('2026-11-22T10:36:34Z'),
    })
  })

  test('was touched when it was changed, in UTC whatever the time zone here', () => {
    expect(balancerFrom({ updated_at: '2026-11-22T11:00:00' }).changed).toEqual(new Date('2026-11-22T11:00:00Z'))
  })

  test('is switched off only where Octavia says so, and DEGRADED serves in part', () => {
    expect([{}, { admin_state_up: false }, { admin_state_up: undefined }].map((change) => balancerFrom(change).isEnabled)).toEqual([
      true,
      false,
      true,
    ])
    expect(balancerFrom({ operating_status: 'DEGRADED' })).toMatchObject({ servesInPart: true, operating: { is: 'bad' } })
  })

  test('is silent while no amphora of it has been heard, which an ovn load balancer has none of', () => {
    const silent = [{}, { operating_status: 'ERROR' }, { provider: 'ovn' }].map((change) => balancerFrom(change).isSilent)
    expect(silent).toEqual([true, false, false])
  })

  test('without a state is not understood', () => {
    expect(() => balancerFrom({ operating_status: null })).toThrow('loadbalancers[0].operating_status: wanted a text, got null')
    expect(() => balancerFrom({ created_at: 'now' })).toThrow('loadbalancers[0].created_at: wanted a time, got "now"')
  })
})

describe('the listeners and pools', () => {
  const row = {
    id: 'l1',
    name: null,
    provisioning_status: 'ERROR',
    operating_status: 'ERROR',
    created_at: '2026-11-22T10:36:34',
    loadbalancers: [{ id: 'b1' }],
  }
  const listener = listeners.row(new JsonObject(row, ''))
  const balancer = (id: string, provisioning_status: string) =>
    balancerFrom({ id, name: id, provisioning_status, listeners: [{ id: 'l1' }], pools: [{ id: 'p1' }] })

  test('have a status of their own, and only a listener can be deaf', () => {
    expect(listener).toMatchObject({ kind: 'listener', name: '', isEnabled: true, isDeaf: true, provisioning: { is: 'bad' } })
    expect(pools.row(new JsonObject(row, ''))).toMatchObject({ kind: 'pool', isDeaf: false })
  })

  test('are seen with their load balancers, and what is named and not listed is reported', () => {
    expect(partsOf([balancer('b1', 'ACTIVE')], [listener])).toEqual({
      seen: [{ part: listener, at: 'b1', hasAmphorae: true }],
      unlisted: [{ at: 'b1', id: 'p1' }],
    })
  })

  test('of a load balancer that is changed or has failed as a whole are left out', () => {
    const looks = ['PENDING_UPDATE', 'ERROR'].map((status) => partsOf([balancer('b1', status)], [listener]))
    expect(looks).toEqual([
      { seen: [], unlisted: [] },
      { seen: [], unlisted: [] },
    ])
  })

  test('that name no load balancer, or an unknown one, are seen all the same', () => {
    const nobodys = listeners.row(new JsonObject({ ...row, loadbalancers: [] }, ''))
    expect(partsOf([], [listener, nobodys]).seen.map(({ at }) => at)).toEqual(['l1', 'l1'])
  })
})

describe('an amphora', () => {
  test('runs on a server for a load balancer', () => {
    expect(amphoraFrom({})).toEqual({
      id: '5f501e64-c94b-49e3-b12b-4628cfc1b82d',
      state: { word: 'ALLOCATED', is: 'good' },
      isForgotten: false,
      isAllocated: true,
      role: 'STANDALONE',
      certificateEnds: new Date('2026-12-22T10:15:54Z'),
      changed: new Date('2026-11-22T10:15:54Z'),
      serverId: '8cd736c6-3d58-4dda-affd-57711131d631',
      loadBalancerId: 'c537f0c6-59b1-4a38-9b27-eea62aaba198',
    })
  })

  test('names its load balancer in the spelling of the API reference as well', () => {
    const { loadbalancer_id: id, ...rest } = amphora
    expect(amphorae.row(new JsonObject({ ...rest, load_balancer_id: id }, ''))).toMatchObject({ loadBalancerId: id })
    expect(() => amphorae.row(new JsonObject(rest, 'amphorae[0]'))).toThrow('amphorae[0]: has neither loadbalancer_id nor load_balancer_id')
  })

  test('that boots has no server yet, and a spare no load balancer', () => {
    expect(amphoraFrom({ status: 'BOOTING', compute_id: null, loadbalancer_id: null })).toEqual({
      id: amphora.id,
      state: { word: 'BOOTING', is: 'waiting' },
      isForgotten: false,
      isAllocated: false,
      role: 'STANDALONE',
      certificateEnds: new Date('2026-12-22T10:15:54Z'),
      changed: new Date('2026-11-22T10:15:54Z'),
    })
  })
})
