import { describe, expect, test } from 'vitest'
import type { Image } from '../glance/images.ts'
import { imageStatus } from '../glance/states.ts'
import type { MagnumCluster } from './cluster.ts'
import { isHeats, isOthers, ownClusters } from './other-driver.ts'
import type { Template } from './templates.ts'

const template = { uuid: 't', name: 'heat', coe: 'kubernetes', image: 'i', labels: {}, isHidden: false, isPublic: true } satisfies Template
const image = (change: Partial<Image>): Image => ({
  id: 'i',
  name: '',
  state: imageStatus.hear('active'),
  visibility: undefined,
  isFoundByIdOnly: false,
  isSwitchedOff: false,
  isGoing: false,
  isEmpty: false,
  isOfVolumes: false,
  isImporting: false,
  storesToCome: [],
  failedStores: [],
  tags: [],
  updated: new Date(0),
  ...change,
})
const fedora = image({ osDistro: 'fedora-coreos' })

describe('a template is another driver’s', () => {
  test('when its image has no kube_version and a distribution that another driver serves', () => {
    expect(isOthers(template, [fedora], [])).toBe(true)
    expect(isOthers(template, [image({ osDistro: 'Fedora-CoreOS' })], [])).toBe(true)
  })

  test.each([
    ['the site lists it by name', [fedora], ['heat']],
    ['the site lists it by id', [fedora], ['t']],
    ['its image has a kube_version', [image({ osDistro: 'fedora-coreos', kubeVersion: 'v1.34.8' })], []],
    ['its image is of no distribution', [image({})], []],
    ['its image is of ours', [image({ osDistro: 'ubuntu' })], []],
    ['its image is of one that is not known', [image({ osDistro: 'windows' })], []],
    ['its image is not there', [], []],
    ['one of two images of that name is ours', [fedora, image({ id: 'j', name: 'i', osDistro: 'ubuntu' })], []],
  ] as const)('but not when %s', (_, images, listed) => {
    expect(isOthers(template, images, listed)).toBe(false)
  })
})

describe('a cluster is another driver’s', () => {
  const cluster = (stackId: string, templateId = 't') => ({ name: 'legacy', stackId, templateId }) as MagnumCluster
  const stack = 'e4a90c7b-61d2-4b8f-8e35-7f1c2a9d0b46'

  test('when its stack is Heat’s and its template another driver’s', () => {
    expect(ownClusters([cluster(stack)], [template])).toEqual({ own: [], leftOut: ['legacy'] })
  })

  test.each([
    ['Cluster API named it', cluster('demo-x7k2p4q9w1zt')],
    ['its template is ours', cluster(stack, 'other')],
  ])('but not when %s', (_, one) => {
    expect(ownClusters([one], [template])).toEqual({ own: [one], leftOut: [] })
  })

  test('is asked about only where a stack is Heat’s', () => {
    expect([isHeats({ stackId: stack }), isHeats({ stackId: 'demo-x7k2p4q9w1zt' }), isHeats({})]).toEqual([true, false, false])
  })
})
