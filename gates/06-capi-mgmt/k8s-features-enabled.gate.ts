/**
 * A bootstrap succeeds even with every feature switched off, and "enabled" in the node's status only says that manifests were applied. So the pods
 * are judged as well. A pod that has ended (evicted or not) or is being deleted does not count.
 */
import { absent, gate, holds, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  features: z.array(z.string()).min(1),
  /** The key is the name of a part, such as `Cilium`. The value is the label of the pods that do its work, such as `k8s-app=cilium`. */
  pods: z.record(z.string(), z.string()),
})

const test = gate('k8s-features-enabled', want)
  .extend('status', { scope: 'file' }, async ({ kube }) => kube.snapStatus())
  .extend('seen', { scope: 'file' }, async ({ kube, want }) => {
    const all = await kube.podsIn('kube-system')
    const parts = Object.entries(want.pods).map(([name, label]) => {
      const [key = '', value] = label.split('=')
      const labelled = all.filter((pod) => pod.labels.get(key) === value)
      return { name, label, pods: labelled.filter(({ hasEnded, isLeaving }) => !hasEnded && !isLeaving) }
    })
    return { parts, pods: parts.flatMap(({ pods }) => pods) }
  })

test.saw('every state is one that Kubernetes is known to report', ({ seen: { pods } }) => {
  const unheard = pods
    .filter(({ state }) => state.is === 'unheard')
    .map(({ name, state }) => ({ at: `kube-system/${name}`, saw: `is ${state.word}` }))
  return none(unheard, of(pods, 'pod'), 'is in a state that is not known')
})

test('the features are enabled', ({ status, want }) => {
  const off = status.isBootstrapped
    ? want.features
        .filter((name) => !status.features.get(name)?.enabled)
        .map((name) => ({ at: name, saw: `is not enabled: ${status.features.get(name)?.message || 'k8s status does not mention it'}` }))
    : [{ at: 'capi-mgmt', saw: status.said }]
  return none(off, of(want.features, 'feature'), 'is off', { count: status.isBootstrapped ? off.length : want.features.length })
})

test('the node counts its cluster as ready', ({ status }) =>
  holds(status.isBootstrapped && status.isReady, 'k8s status does not say that the cluster is ready'))

test('pods do the work behind the features', ({ seen: { parts } }) => {
  const missing = parts
    .filter(({ pods }) => pods.length === 0)
    .map(({ name, label }) => ({ at: name, saw: `no pod in kube-system has the label ${label}` }))
  return absent(none(missing, of(parts, 'part'), 'is missing'))
})

test('the pods behind them run', ({ seen: { pods } }) => {
  const wrong = pods
    .filter(({ isReady, state }) => state.is !== 'unheard' && (!isReady || state.is !== 'good'))
    .map(({ name, state }) => ({ at: `kube-system/${name}`, saw: `is ${state.word} and not ready` }))
  return none(wrong, of(pods, 'pod'), 'is not ready')
})
