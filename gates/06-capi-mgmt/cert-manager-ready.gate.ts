/**
 * The helm release of cert-manager can be deployed without its CRDs. Its webhook can be down although the CRDs exist. Every provider installed
 * later needs the CRDs and the webhook.
 */
import { gate, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  crds: z.array(z.string()).nonempty(),
  namespace: z.string(),
  deployments: z.array(z.string()).nonempty(),
})

const test = gate('cert-manager-ready', want).extend('seen', { scope: 'file' }, async ({ kube, want }) => {
  const [deployments, crds] = await Promise.all([
    kube.deploymentsIn(want.namespace),
    Promise.all(want.crds.map(async (name) => ({ name, crd: await kube.crd(name) }))),
  ])
  const parts = [
    ...crds.map(({ name, crd }) => ({ at: name, kind: 'CRD', ...(crd?.state ?? { saw: 'there is no such CRD', is: 'bad' as const }) })),
    ...want.deployments.map((name) => {
      const found = deployments.find((one) => one.name === name)
      const state = found?.state ?? { saw: 'there is no such deployment', is: 'bad' as const }
      return { at: `${want.namespace}/${name}`, kind: 'deployment', ...state }
    }),
  ]
  return Map.groupBy(parts, ({ kind }) => kind)
})

test.saw('every part of cert-manager has a known state', ({ seen }) => {
  const all = [...seen.values()].flat()
  const open = all.filter(({ is }) => is === 'waiting' || is === 'unheard')
  return none(open, of(all, 'part'), 'has no known state')
})

test('its CRDs are established', ({ seen }) => {
  const crds = seen.get('CRD') ?? []
  const wrong = crds.filter(({ is }) => is === 'bad')
  return none(wrong, of(crds, 'CRD'), 'is not established')
})

test('its deployments are available', ({ seen }) => {
  const deployments = seen.get('deployment') ?? []
  const wrong = deployments.filter(({ is }) => is === 'bad')
  return none(wrong, of(deployments, 'deployment'), 'is not available')
})
