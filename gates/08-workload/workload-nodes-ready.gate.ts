/**
 * Each workload cluster is asked directly, because Magnum learns late or never that a node has stopped reporting. A cluster whose cloud controller is
 * down gets no load balancers, and its new nodes get no addresses. A pod counts as crashing while its last restart is recent: kubelet waits at most
 * five minutes before the next start. When a node is not Ready or is cordoned, Cluster API is asked whether it is removing that node. A removal
 * cordons and drains the node, then deletes the server, and last deletes the Node object.
 */
import { all, answered, gate, holds, none, of, oldReport, parkedUnlessAll, shellLine, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /**
   * Last part of the image's name, without its tag: `openstack-cloud-controller-manager`. The pods are found by their
   * image, because each chart chooses its own namespace and labels.
   */
  cloudController: z.string().min(1),
  /** The taint that the cloud controller takes off a new node. Until then the node takes no ordinary pod. */
  cloudTaint: z.string().min(1),
  /** Taints that a node has for as long as something is wrong with it. A node that is Ready should have none of them. */
  passingTaints: z.array(z.string()),
  /** The labels of the pods that give a node its pod network. A cluster runs one of these networks, and may run none of them. */
  networkAgents: z.array(z.string().regex(/=/)),
  settledAfterS: z.number().nonnegative(),
  /** How old a kubelet's last report may be. */
  reportMinutes: z.number().positive(),
})

const file = { scope: 'file' } as const
const test = gate('workload-nodes-ready', want).extend('seen', file, async ({ kube, site, now, want }) => {
  const parked = parkedUnlessAll(site)
  const { units, seen, silent } = await kube.workloads(async (cluster) => {
    const [nodes, pods] = await Promise.all([cluster.nodes(), cluster.pods()])
    const isController = (image: string) => /([^/:@]+)(?::[^/@]*)?(?:@.*)?$/.exec(image)?.[1] === want.cloudController
    const present = pods.filter(({ hasEnded, isLeaving }) => !hasEnded && !isLeaving)
    const isAgent = (labels: ReadonlyMap<string, string>) =>
      [...labels].some(([key, value]) => want.networkAgents.includes(`${key}=${value}`))
    return {
      nodes,
      controllers: present.filter(({ images }) => images.some(isController)),
      agents: present.filter(({ labels }) => isAgent(labels)),
    }
  })
  const kubeconfigs = new Map(site.workload.map(({ name, kubeconfig }) => [`workload/${name}`, kubeconfig]))
  const kubectl = (unit: string, ...args: readonly string[]) => shellLine(['kubectl', '--kubeconfig', kubeconfigs.get(unit) ?? '', ...args])
  const ageS = (time: Date) => Math.round((now.getTime() - time.getTime()) / 1000)
  const isOdd = ({ isReady, isCordoned }: { readonly isReady: boolean; readonly isCordoned: boolean }) => !isReady || isCordoned
  // When the management cluster does not answer, no node is known to be leaving. Other gates report the missing answer.
  const machines = site.mgmt?.parked === undefined && seen.some(({ nodes }) => nodes.some(isOdd)) ? await kube.machinesIfSeen() : []
  const isLeaving = (node: string) => machines.some((one) => one.node === node && one.deletingSince !== undefined)
  const leaving = seen.flatMap(({ unit, nodes }) => nodes.filter(({ name }) => isLeaving(name)).map(({ name }) => `${unit} ${name}`))
  const nodes = seen.flatMap(({ unit, nodes, controllers }) =>
    nodes
      .filter(({ name }) => !isLeaving(name))
      .map(({ name, createdAt, states, problems, reportedAt, taints, isCordoned }) => ({
        at: `${unit} ${name}`,
        isTainted: taints.includes(want.cloudTaint),
        stray: taints.filter((taint) => want.passingTaints.includes(taint)),
        old: oldReport(reportedAt, now, want.reportMinutes),
        logs: controllers.map((one) => kubectl(unit, '-n', one.namespace, 'logs', one.name, '--tail=50'))[0],
        isCordoned,
        states,
        problems,
        isBad: states.some(({ is }) => is === 'bad'),
        ageS: ageS(createdAt),
        fix: kubectl(unit, 'describe', 'node', name),
        uncordon: kubectl(unit, 'uncordon', name),
      })),
  )
  const podsOf = (unit: string, pods: readonly SeenPod[]) =>
    pods
      .filter(({ node }) => node === undefined || !isLeaving(node))
      .map(({ namespace, name, state, isReady, notReadySince, unschedulable, containers }) => ({
        at: `${unit} ${namespace}/${name}`,
        downS: notReadySince && ageS(notReadySince),
        state,
        isReady,
        unschedulable,
        containers: containers.map((one) => ({ ...one, endedS: one.lastEndedAt && ageS(one.lastEndedAt) })),
        fix: kubectl(unit, '-n', namespace, ...whyDown(name, containers, notReadySince)),
      }))
  const controllers = seen.flatMap(({ unit, controllers }) => podsOf(unit, controllers))
  const agents = seen.flatMap(({ unit, agents }) => podsOf(unit, agents))
  return { clusters: units, seen, silent, nodes, leaving, controllers, agents, notes: parked.notes }
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

test.saw('no node is being removed', ({ seen: { nodes, leaving } }) => {
  const going = leaving.map((at) => ({ at, saw: 'is being removed: its Machine is being deleted. Wait and look again' }))
  return none(going, of([...nodes, ...leaving], 'node'), 'is being removed')
})

test.saw('every node’s state is known', ({ seen: { nodes } }) => {
  const unclear = nodes
    .filter(({ isBad }) => !isBad)
    .flatMap(({ at, states, fix }) => states.filter(({ is }) => is === 'unheard' || is === 'waiting').map(({ saw }) => ({ at, saw, fix })))
  return none(unclear, of(nodes, 'node'), 'is in a state that is not known')
})

test.saw('every node’s kubelet has reported lately', ({ seen: { nodes } }) => {
  const quiet = nodes.flatMap(({ at, isBad, old, fix }) => (isBad || old === undefined ? [] : [{ at, saw: old, fix }]))
  return none(quiet, of(nodes, 'node'), 'has not reported lately')
})

test.saw('every node has been there long enough to be judged', ({ seen: { nodes }, want }) => {
  const fresh = nodes
    .filter(({ isBad, isTainted, ageS }) => (isBad || isTainted) && ageS < want.settledAfterS)
    .map(({ at, states, isTainted, ageS }) => {
      const why = [badOf(states), isTainted ? `has the taint ${want.cloudTaint}` : ''].filter(Boolean).join('; ')
      return { at, saw: `joined ${ageS} s ago: ${why}. Look again after ${want.settledAfterS} s` }
    })
  return none(fresh, of(nodes, 'node'), 'has only just joined')
})

test.saw('every cloud controller has been up for long enough', ({ seen: { controllers }, want }) =>
  none(unsettled(controllers, want.settledAfterS), of(controllers, 'cloud controller'), 'is not settled'),
)

test.saw('every pod of the network plugin has been up for long enough', ({ seen: { agents }, want }) =>
  none(unsettled(agents, want.settledAfterS), of(agents, 'pod of the network plugin', 'pods of the network plugin'), 'is not settled'),
)

test('every node is Ready, and under no pressure', ({ seen: { nodes }, want }) => {
  const bad = nodes
    .filter(({ isBad, ageS }) => isBad && ageS >= want.settledAfterS)
    .map(({ at, states, fix }) => ({ at, saw: badOf(states), fix }))
  return none(bad, of(nodes, 'node'), 'is not fit for work')
})

test('no node waits to be initialized by its cloud controller', ({ seen: { nodes }, want }) => {
  const stuck = nodes
    .filter(({ isTainted, ageS }) => isTainted && ageS >= want.settledAfterS)
    .map(({ at, ageS, logs, fix }) => ({
      at,
      saw: `has the taint ${want.cloudTaint}, ${Math.round(ageS / 60)} min after it joined: it takes no ordinary pod`,
      fix: logs ?? fix,
    }))
  return none(stuck, of(nodes, 'node'), 'is not initialized')
})

test('every cloud controller is up', ({ seen: { controllers }, want }) =>
  none(down(controllers, want.settledAfterS), of(controllers, 'cloud controller'), 'is down'))

test('every pod of the network plugin is up', ({ seen: { agents }, want }) =>
  none(down(agents, want.settledAfterS), of(agents, 'pod of the network plugin', 'pods of the network plugin'), 'is down'))

test.advises('no node has a problem that a problem detector reports', ({ seen: { nodes } }) => {
  const troubled = nodes
    .filter(({ problems }) => problems.length > 0)
    .map(({ at, problems, fix }) => ({ at, saw: problems.join('; '), fix }))
  return none(troubled, of(nodes, 'node'), 'has a problem')
})

test.advises('no node keeps a taint from a time when it was not Ready', ({ seen: { nodes }, want }) => {
  const strayed = nodes
    .filter(({ isBad, stray, ageS }) => !isBad && stray.length > 0 && ageS >= want.settledAfterS)
    .map(({ at, stray, fix }) => ({
      at,
      saw: `is Ready and has the taint ${[...new Set(stray)].join(', ')}: it takes no new ordinary pod`,
      fix,
    }))
  return none(strayed, of(nodes, 'node'), 'keeps a taint')
})

test.advises('no node is cordoned', ({ seen: { nodes } }) => {
  const cordoned = nodes
    .filter(({ isCordoned }) => isCordoned)
    .map(({ at, uncordon }) => ({ at, saw: 'is cordoned: it takes no new pod', fix: uncordon }))
  return none(cordoned, of(nodes, 'node'), 'is cordoned')
})

interface Said {
  readonly is: string
  readonly word: { toString(): string }
}

interface SeenContainer {
  readonly name: string
  readonly isInit: boolean
  readonly restarts: number
  readonly stop?: Said
  readonly lastEndedAt?: Date
}

interface SeenPod {
  readonly namespace: string
  readonly name: string
  readonly state: Said
  readonly isReady: boolean
  readonly notReadySince?: Date
  readonly node?: string
  readonly unschedulable?: string
  readonly containers: readonly SeenContainer[]
}

interface JudgedPod extends Omit<SeenPod, 'namespace' | 'name' | 'unschedulable' | 'notReadySince' | 'node'> {
  readonly at: string
  readonly downS: number | undefined
  readonly fix: string
  readonly unschedulable: string | undefined
  readonly containers: readonly (SeenContainer & { readonly endedS: number | undefined })[]
}

/**
 * The arguments of kubectl that show why a pod is down. A container that has never restarted has no earlier log, and the log of a restart long before
 * the pod went down explains nothing. Without a container's name, kubectl shows the first ordinary container.
 */
function whyDown(pod: string, containers: readonly SeenContainer[], notReadySince: Date | undefined): readonly string[] {
  const hasJustEnded = ({ lastEndedAt }: SeenContainer) =>
    notReadySince === undefined || (lastEndedAt !== undefined && +notReadySince - +lastEndedAt < 60_000)
  const down = containers.find(({ stop }) => stop?.is === 'bad') ?? containers.find((one) => one.restarts > 0 && hasJustEnded(one))
  if (down === undefined || down.restarts === 0) return ['describe', 'pod', pod]
  return ['logs', pod, ...(down.isInit || containers.length > 1 ? ['-c', down.name] : []), '--previous']
}

/** Pods that do not run yet, or have run for too short a time to be judged. */
function unsettled(pods: readonly JudgedPod[], settledAfterS: number) {
  return pods.flatMap(({ at, state, isReady, downS, unschedulable, containers, fix }) => {
    if (containers.some(({ stop }) => stop?.is === 'bad') || state.is === 'bad') return []
    if (downS !== undefined && downS >= settledAfterS) return []
    const stop = containers.find((one) => one.stop !== undefined)?.stop
    if (stop) return [{ at, saw: `is ${state.word}: ${stop.word}`, fix }]
    if (state.is !== 'good') return [{ at, saw: [`is ${state.word}`, unschedulable].filter(Boolean).join(': ') }]
    if (!isReady || containers.length === 0) return [{ at, saw: `is ${state.word} and not ready: look again`, fix }]
    return containers
      .filter(({ endedS }) => endedS !== undefined && endedS < settledAfterS)
      .map(({ restarts, endedS }) => ({
        at,
        saw: `runs, but restarted ${restarts} times, last ${endedS} s ago: look again after ${settledAfterS} s`,
        fix,
      }))
  })
}

/** Pods that crash, and pods that have been unready for longer than a start takes. */
function down(pods: readonly JudgedPod[], settledAfterS: number) {
  return pods.flatMap(({ at, state, downS, unschedulable, containers, fix }) => {
    if (state.is === 'bad') return [{ at, saw: `is ${state.word}`, fix }]
    const isStopped = containers.some(({ stop }) => stop?.is === 'bad')
    if (!isStopped && downS !== undefined && downS >= settledAfterS) {
      const saw = [`is ${state.word}, and not ready for ${Math.round(downS / 60)} min`, unschedulable].filter(Boolean).join(': ')
      return [{ at, saw, fix }]
    }
    return containers
      .filter(({ stop }) => stop?.is === 'bad')
      .map(({ stop, restarts, endedS }) => ({
        at,
        saw: `${stop?.word}, restarted ${restarts} times${endedS === undefined ? '' : `, last ${endedS} s ago`}`,
        fix,
      }))
  })
}

function badOf(states: readonly { readonly saw: string; readonly is: string }[]): string {
  return states
    .filter(({ is }) => is === 'bad')
    .map(({ saw }) => saw)
    .join('; ')
}
