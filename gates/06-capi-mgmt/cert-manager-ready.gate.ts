/** A helm release can be deployed without its CRDs, and its webhook can be down behind them. Every provider installed later needs both. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly crds: readonly string[]
  readonly namespace: string
  readonly deployments: readonly string[]
}

const test = gate<Want>('cert-manager-ready').extend('seen', { scope: 'file' }, async ({ kube, want }) => {
  const [deployments, crds] = await Promise.all([
    kube.deployments(),
    Promise.all(want.crds.map(async (name) => ({ name, crd: await kube.crd(name) }))),
  ])
  return { crds, deployments: deployments.filter((one) => one.namespace === want.namespace) }
})

test('its CRDs are established', ({ seen }) => {
  const wrong = seen.crds
    .filter(({ crd }) => !crd?.isEstablished)
    .map(({ name, crd }) => ({ at: name, saw: crd ? crd.why : 'there is no such CRD' }))
  expect(wrong, `${wrong.length} of ${seen.crds.length} CRDs are not established`).toEqual([])
})

test('its deployments are available', ({ seen, want }) => {
  const wrong = want.deployments.flatMap((name) => {
    const found = seen.deployments.find((one) => one.name === name)
    return found?.isAvailable ? [] : { at: `${want.namespace}/${name}`, saw: found ? found.why : 'there is no such deployment' }
  })
  expect(wrong, `${wrong.length} of ${want.deployments.length} deployments are not available`).toEqual([])
})
