/**
 * A bootstrap succeeds with every feature switched off. The node's own word is a wish, since "enabled" only says that manifests were applied:
 * so its Nodes and pods are asked as well, which no wish makes Ready.
 */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly features: readonly string[]
  /** Label of the pods that do the work, by name: `k8s-app=cilium` */
  readonly pods: Readonly<Record<string, string>>
}

const test = gate<Want>('k8s-features-enabled')
  .extend('status', { scope: 'file' }, async ({ kube }) => kube.snapStatus())
  .extend('seen', { scope: 'file' }, async ({ kube }) => {
    const [nodes, pods] = await Promise.all([kube.nodes(), kube.pods()])
    return { nodes, pods }
  })

test.saw('the cluster has nodes', ({ seen }) => {
  expect(seen.nodes.length, 'the API lists no node').toBeGreaterThan(0)
})

test('the features are enabled', ({ status, want }) => {
  const off = status.isBootstrapped
    ? want.features
        .filter((name) => !status.features.get(name)?.enabled)
        .map((name) => ({ at: name, saw: `is not enabled: ${status.features.get(name)?.message || 'nothing is said of it'}` }))
    : [{ at: 'capi-mgmt', saw: status.said }]
  expect(off, `${off.length} of ${want.features.length} features are off`).toEqual([])
})

test('the node counts its cluster as ready', ({ status }) => {
  expect(status.isBootstrapped && status.isReady, 'k8s status does not say that the cluster is ready').toBe(true)
})

test('every Node is Ready', ({ seen }) => {
  const unready = seen.nodes.filter((node) => !node.isReady).map((node) => ({ at: node.name, saw: node.why }))
  expect(unready, `${unready.length} of ${seen.nodes.length} nodes are not Ready`).toEqual([])
})

test('the pods behind them run', ({ seen, want }) => {
  const wrong = Object.entries(want.pods).flatMap(([name, label]) => {
    const [key = '', value] = label.split('=')
    const pods = seen.pods.filter((pod) => pod.namespace === 'kube-system' && pod.labels.get(key) === value)
    if (pods.length === 0) return { at: name, saw: `no pod in kube-system has the label ${label}` }
    return pods.filter((pod) => !pod.isReady).map((pod) => ({ at: `kube-system/${pod.name}`, saw: `is ${pod.phase} and not ready` }))
  })
  expect(wrong, `${wrong.length} pods of ${Object.keys(want.pods).join(' and ')} are missing or not ready`).toEqual([])
})
