/**
 * Each workload cluster is asked directly, because Magnum learns late or never that a node has stopped reporting. A cluster whose cloud controller is
 * down gets no load balancers, and its new nodes get no addresses. A pod counts as crashing while its last restart is recent: kubelet waits at most
 * five minutes before the next start.
 */
import { all, answered, gate, holds, none, of, parkedUnlessAll, shellLine, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /**
   * Last part of the image's name, without its tag: `openstack-cloud-controller-manager`. The pods are found by their
   * image, because each chart chooses its own namespace and labels.
   */
  cloudController: z.string().min(1),
  settledAfterS: z.number().nonnegative(),
})

const file = { scope: 'file' } as const
const test = gate('workload-nodes-ready', want).extend('seen', file, async ({ kube, site, now, want }) => {
  const parked = parkedUnlessAll(site)
  const { units, seen, silent } = await kube.workloads(async (cluster) => {
    const [nodes, pods] = await Promise.all([cluster.nodes(), cluster.pods()])
    const isController = (image: string) => /([^/:@]+)(?::[^/@]*)?(?:@.*)?$/.exec(image)?.[1] === want.cloudController
    return { nodes, controllers: pods.filter(({ images, hasEnded }) => !hasEnded && images.some(isController)) }
  })
  const kubeconfigs = new Map(site.workload.map(({ name, kubeconfig }) => [`workload/${name}`, kubeconfig]))
  const kubectl = (unit: string, ...args: readonly string[]) => shellLine(['kubectl', '--kubeconfig', kubeconfigs.get(unit) ?? '', ...args])
  const ageS = (time: Date) => Math.round((now.getTime() - time.getTime()) / 1000)
  const nodes = seen.flatMap(({ unit, nodes }) =>
    nodes.map(({ name, createdAt, states, isCordoned }) => ({
      at: `${unit} ${name}`,
      isCordoned,
      states,
      isBad: states.some(({ is }) => is === 'bad'),
      ageS: ageS(createdAt),
      fix: kubectl(unit, 'describe', 'node', name),
      uncordon: kubectl(unit, 'uncordon', name),
    })),
  )
  const pods = seen.flatMap(({ unit, controllers }) =>
    controllers.map(({ namespace, name, state, isReady, unschedulable, containers }) => ({
      at: `${unit} ${namespace}/${name}`,
      state,
      isReady,
      unschedulable,
      containers: containers.map((one) => ({ ...one, endedS: one.lastEndedAt && ageS(one.lastEndedAt) })),
      fix: kubectl(unit, '-n', namespace, 'logs', name, '--previous'),
    })),
  )
  return { clusters: units, seen, silent, nodes, pods, notes: parked.notes }
})

test.saw('every workload cluster answered, and has nodes and a cloud controller', ({ seen, want }) => {
  const missing = seen.seen.flatMap(({ unit, nodes, controllers }) => {
    if (nodes.length === 0) return [{ at: unit, saw: 'lists no node' }]
    return controllers.length === 0 ? [{ at: unit, saw: `lists no pod that runs the image ${want.cloudController}` }] : []
  })
  const { clusters, notes } = seen
  const silent = [...seen.silent, ...missing]
  return all(
    holds(true, '', [], notes),
    answered({ asked: clusters, silent: seen.silent }, 'workload cluster', 'the site names no workload cluster'),
    none(silent, of(clusters, 'workload cluster'), 'did not answer, listed no node or listed no pod of the cloud controller'),
  )
})

test.saw('every node’s state is known', ({ seen: { nodes } }) => {
  const unclear = nodes
    .filter(({ isBad }) => !isBad)
    .flatMap(({ at, states, fix }) => states.filter(({ is }) => is === 'unheard' || is === 'waiting').map(({ saw }) => ({ at, saw, fix })))
  return none(unclear, of(nodes, 'node'), 'is in a state that is not known')
})

test.saw('every node has been there long enough to be judged', ({ seen: { nodes }, want }) => {
  const fresh = nodes
    .filter(({ isBad, ageS }) => isBad && ageS < want.settledAfterS)
    .map(({ at, states, ageS }) => ({ at, saw: `joined ${ageS} s ago: ${badOf(states)}. Look again after ${want.settledAfterS} s` }))
  return none(fresh, of(nodes, 'node'), 'has only just joined')
})

test.saw('every cloud controller has been up for long enough', ({ seen: { pods }, want }) => {
  const unsettled = pods.flatMap(({ at, state, isReady, unschedulable, containers, fix }) => {
    if (containers.some(({ stop }) => stop?.is === 'bad') || state.is === 'bad') return []
    const stop = containers.find((one) => one.stop !== undefined)?.stop
    if (stop) return [{ at, saw: `is ${state.word}: ${stop.word}`, fix }]
    if (state.is !== 'good') return [{ at, saw: [`is ${state.word}`, unschedulable].filter(Boolean).join(': ') }]
    if (!isReady || containers.length === 0) return [{ at, saw: `is ${state.word} and not ready: look again`, fix }]
    return containers
      .filter(({ endedS }) => endedS !== undefined && endedS < want.settledAfterS)
      .map(({ restarts, endedS }) => ({
        at,
        saw: `runs, but restarted ${restarts} times, last ${endedS} s ago: look again after ${want.settledAfterS} s`,
        fix,
      }))
  })
  return none(unsettled, of(pods, 'cloud controller'), 'is not settled')
})

test('every node is Ready, and under no pressure', ({ seen: { nodes }, want }) => {
  const bad = nodes
    .filter(({ isBad, ageS }) => isBad && ageS >= want.settledAfterS)
    .map(({ at, states, fix }) => ({ at, saw: badOf(states), fix }))
  return none(bad, of(nodes, 'node'), 'is not fit for work')
})

test('no cloud controller crashes and restarts', ({ seen: { pods } }) => {
  const down = pods.flatMap(({ at, state, containers, fix }) => {
    if (state.is === 'bad') return [{ at, saw: `is ${state.word}`, fix }]
    return containers
      .filter(({ stop }) => stop?.is === 'bad')
      .map(({ stop, restarts, endedS }) => ({
        at,
        saw: `${stop?.word}, restarted ${restarts} times${endedS === undefined ? '' : `, last ${endedS} s ago`}`,
        fix,
      }))
  })
  return none(down, of(pods, 'cloud controller'), 'is down')
})

test.advises('no node is cordoned', ({ seen: { nodes } }) => {
  const cordoned = nodes
    .filter(({ isCordoned }) => isCordoned)
    .map(({ at, uncordon }) => ({ at, saw: 'is cordoned: it takes no new pod', fix: uncordon }))
  return none(cordoned, of(nodes, 'node'), 'is cordoned')
})

function badOf(states: readonly { readonly saw: string; readonly is: string }[]): string {
  return states
    .filter(({ is }) => is === 'bad')
    .map(({ saw }) => saw)
    .join('; ')
}
