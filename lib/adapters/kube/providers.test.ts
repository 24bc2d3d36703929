import { describe, expect, test } from 'vitest'
import { wordOf } from '../heard.ts'
import type { Deployment } from './deployments.ts'
import type { KubePod } from './pods.ts'
import { providersIn, repositoryOf, runningProvidersIn, tagOf } from './providers.ts'

describe('an image', () => {
  test.each([
    ['registry.k8s.io/capi-openstack/capi-openstack-controller:v0.14.4', 'capi-openstack-controller', 'v0.14.4'],
    ['10.12.8.20:5000/orc/openstack-resource-controller:v2.5.0@sha256:0a1b', 'openstack-resource-controller', 'v2.5.0'],
    ['10.12.8.20:5000/orc/openstack-resource-controller', 'openstack-resource-controller', undefined],
    ['quay.io/orc/openstack-resource-controller@sha256:0a1b', 'openstack-resource-controller', undefined],
    ['cert-manager-webhook:v1.20.2', 'cert-manager-webhook', 'v1.20.2'],
  ])('%s is %s with the tag %s', (image, repository, tag) => {
    expect([repositoryOf(image), tagOf(image)]).toEqual([repository, tag])
  })
})

describe('a provider', () => {
  const capo = 'registry.k8s.io/capi-openstack/capi-openstack-controller'
  const addon = 'ghcr.io/azimuth-cloud/cluster-api-addon-provider:4f6f5f3'
  const of = (key: string, deployments: readonly Deployment[], pods: readonly KubePod[]) =>
    runningProvidersIn(deployments, pods).find((one) => one.key === key)

  test('is found by its image, whatever its deployment is called', () => {
    const mine = deployment('my-capo', [`${capo}:v0.14.4`])
    const capi = providersIn([mine, deployment('other', ['a:1'])]).find((one) => one.key === 'cluster-api-provider-openstack')
    expect(capi?.parts).toEqual([{ image: 'capi-openstack-controller', deployments: [mine] }])
  })

  test('runs what its pods run, though its deployment may already ask for more', () => {
    const pods = [pod('old', [`${capo}:v0.13.0`]), pod('done', [`${capo}:v0.14.4`], 'Succeeded')]
    expect(of('cluster-api-provider-openstack', [deployment('capo', [`${capo}:v0.14.4`])], pods)?.running).toEqual([
      { at: 'here/old', from: `${capo}:v0.13.0`, version: '0.13.0' },
    ])
  })

  test('has no version that a digest would tell', () => {
    expect(of('cluster-api-provider-openstack', [], [pod('a', [`${capo}@sha256:0a1b`])])?.running).toEqual([
      { at: 'here/a', from: `${capo}@sha256:0a1b` },
    ])
  })

  test('whose images are tagged by commit has the version of its chart', () => {
    const chart = 'cluster-api-addon-provider-0.12.0'
    expect(of('addon-provider', [{ ...deployment('addon', [addon]), chart }], [pod('a', [addon])])?.running).toEqual([
      { at: 'here/addon', from: `chart ${chart}`, version: '0.12.0' },
    ])
    expect(of('addon-provider', [deployment('addon', [addon])], [])?.running).toEqual([{ at: 'here/addon', from: 'no chart' }])
  })
})

function deployment(name: string, images: readonly string[]): Deployment {
  return { namespace: 'here', name, createdAt: new Date(0), state: { saw: 'Available is True', is: 'good' }, images }
}

function pod(name: string, images: readonly string[], phase = 'Running'): KubePod {
  return {
    namespace: 'here',
    name,
    phase,
    state: { word: wordOf(phase), is: 'good' },
    hasEnded: phase === 'Succeeded',
    isLeaving: false,
    isReady: true,
    labels: new Map(),
    images,
    containers: [],
  }
}
