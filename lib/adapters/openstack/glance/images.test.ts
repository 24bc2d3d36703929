import { describe, expect, test } from 'vitest'
import { JsonObject } from '../../json.ts'
import { images } from './images.ts'

/** As glance 25.1 of a lab printed it: an image without content. */
const queued = {
  os_distro: 'ubuntu',
  name: 'fcos-nover',
  disk_format: 'qcow2',
  container_format: 'bare',
  visibility: 'shared',
  size: null,
  virtual_size: null,
  status: 'queued',
  checksum: null,
  owner: '2ec58781afeb462b87467fcc29517a68',
  os_hidden: false,
  os_hash_algo: null,
  os_hash_value: null,
  id: '14556849-abd0-466d-a38c-3c43608c819d',
  created_at: '2026-11-22T10:36:26Z',
  updated_at: '2026-11-22T10:36:26Z',
  tags: [],
  self: '/v2/images/14556849-abd0-466d-a38c-3c43608c819d',
  schema: '/v2/schemas/image',
}
const imageFrom = (change: object) => images.row(new JsonObject({ ...queued, ...change }, 'images[0]'))

describe('an image', () => {
  test('has a state, a format and the properties it carries', () => {
    expect(imageFrom({})).toEqual({
      id: '14556849-abd0-466d-a38c-3c43608c819d',
      name: 'fcos-nover',
      state: { word: 'queued', is: 'waiting' },
      visibility: { word: 'shared', is: 'bad' },
      isFoundByIdOnly: false,
      isSwitchedOff: false,
      isGoing: false,
      isEmpty: false,
      isOfVolumes: false,
      failedStores: [],
      isImporting: false,
      storesToCome: [],
      diskFormat: 'qcow2',
      tags: [],
      updated: new Date('2026-11-22T10:36:26Z'),
      created: new Date('2026-11-22T10:36:26Z'),
      owner: '2ec58781afeb462b87467fcc29517a68',
      osDistro: 'ubuntu',
    })
  })

  test('has properties beside its fields, not under a key of their own as the command prints them', () => {
    expect(imageFrom({ kube_version: 'v1.34.8' })).toMatchObject({ kubeVersion: 'v1.34.8' })
    expect(imageFrom({ properties: { kube_version: 'v1.34.8' } })).not.toHaveProperty('kubeVersion')
  })

  test('names the stores that an import did not reach', () => {
    const failed = (os_glance_failed_import: unknown) => imageFrom({ os_glance_failed_import }).failedStores
    expect(['store1', 'store1,store2', '', null].map(failed)).toEqual([['store1'], ['store1', 'store2'], [], []])
  })

  test('is switched off, or on its way out', () => {
    expect(imageFrom({ status: 'deactivated' })).toMatchObject({ isSwitchedOff: true, isGoing: false, state: { is: 'bad' } })
    expect(imageFrom({ status: 'pending_delete' })).toMatchObject({ isSwitchedOff: false, isGoing: true, state: { is: 'bad' } })
  })

  test('may have neither name nor format yet', () => {
    expect(imageFrom({ name: null, disk_format: null })).toMatchObject({ name: '' })
    expect(imageFrom({ disk_format: null })).not.toHaveProperty('diskFormat')
  })

  test.each([
    [{ status: undefined }, 'images[0].status: wanted a text, got nothing'],
    [{ updated_at: null }, 'images[0].updated_at: wanted a text, got null'],
    [{ tags: 'octavia-amphora' }, 'images[0].tags: wanted a list, got "octavia-amphora"'],
  ])('is not understood with %j', (change, message) => {
    expect(() => imageFrom(change)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

describe('content', () => {
  test('is missing in an active image of 0 bytes', () => {
    expect(imageFrom({ status: 'active', size: 0 })).toMatchObject({ isEmpty: true, isOfVolumes: false })
    expect(imageFrom({ status: 'active', size: 1 }).isEmpty).toBe(false)
    expect(imageFrom({ status: 'queued', size: 0 }).isEmpty).toBe(false)
  })

  test('is not to be had of the snapshot of a server on volumes', () => {
    const ofVolumes = { status: 'active', size: 0, disk_format: null, block_device_mapping: '[{"snapshot_id": "x"}]' }
    expect(imageFrom(ofVolumes)).toMatchObject({ isEmpty: false, isOfVolumes: true })
    expect(imageFrom({ ...ofVolumes, block_device_mapping: '[]' })).toMatchObject({ isEmpty: true, isOfVolumes: false })
  })
})
