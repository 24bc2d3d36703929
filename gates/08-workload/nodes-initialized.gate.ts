/**
 * A new node has a taint until Cluster API's machine controller on the management cluster removes it. While that cluster is down, new nodes keep the
 * taint: they are Ready but take no pod. So this gate asks every workload cluster for the taints of its nodes and for its Pending pods. The cloud
 * provider's taint with a similar name is not judged here.
 */
import { all, answered, gate, holds, none, type Of, of, parkedUnlessAll, z } from 'openstack-gates/gate'

const want = z.strictObject({
  taint: z.string(),
  settledAfterS: z.number().nonnegative(),
})

const test = gate('nodes-initialized', want).extend('seen', { scope: 'file' }, async ({ kube, site, now, want }) => {
  const parked = parkedUnlessAll(site)
  const { units, seen, silent } = await kube.workloads(async (cluster) => {
    const [nodes, pending] = await Promise.all([cluster.nodes(), cluster.pendingPods()])
    const isTainted = nodes.some(({ taints }) => taints.includes(want.taint))
    // From Kubernetes 1.35 on, the scheduler says `untolerated taint(s)` and names none of them.
    const isMeant = (why: string) => why.includes(want.taint) || (isTainted && why.includes('untolerated taint(s)'))
    return { nodes, pending: pending.filter(({ unschedulable }) => unschedulable !== undefined && isMeant(unschedulable)) }
  })
  const tainted = seen.flatMap(({ unit, nodes }) =>
    nodes
      .filter((node) => node.taints.includes(want.taint))
      .map((node) => ({ at: `${unit} ${node.name}`, ageS: Math.round((now.getTime() - node.createdAt.getTime()) / 1000) })),
  )
  return { clusters: units, seen, silent, tainted, notes: parked.notes }
})

test.saw('every workload cluster answered, and has nodes', ({ seen }) => {
  const empty = seen.seen.filter(({ nodes }) => nodes.length === 0).map(({ unit }) => ({ at: unit, saw: 'lists no node' }))
  const silent = [...seen.silent, ...empty]
  const { clusters, notes } = seen
  return all(holds(true, '', [], notes), answered({ asked: clusters, silent }, 'workload cluster', 'the site names no workload cluster'))
})

test.saw('every node has been there long enough to be judged', ({ seen, want }) => {
  const fresh = seen.tainted
    .filter((node) => node.ageS < want.settledAfterS)
    .map(({ at, ageS }) => ({ at, saw: `joined ${ageS} s ago and is not initialized yet: look again after ${want.settledAfterS} s` }))
  return none(fresh, nodesOf(seen), 'has only just joined')
})

test('no node waits to be initialized by Cluster API', ({ seen, want }) => {
  const stuck = seen.tainted
    .filter((node) => node.ageS >= want.settledAfterS)
    .map(({ at, ageS }) => ({
      at,
      saw: `has the taint ${want.taint}, ${Math.round(ageS / 60)} min after it joined: is the management cluster up?`,
    }))
  return none(stuck, nodesOf(seen), 'is not initialized')
})

test('no pod waits for such a node', ({ seen, want }) => {
  const waiting = seen.seen.flatMap(({ unit, pending }) =>
    pending.map((pod) => ({ at: `${unit} ${pod.namespace}/${pod.name}`, saw: `Pending: ${pod.unschedulable}` })),
  )
  const isStuck = seen.tainted.some((node) => node.ageS >= want.settledAfterS)
  return none(isStuck ? waiting : [], of(waiting, 'Pending pod'), 'waits for a node that is not initialized')
})

function nodesOf({ seen }: { readonly seen: readonly { readonly nodes: readonly unknown[] }[] }): Of {
  return of(
    seen.flatMap(({ nodes }) => nodes),
    'node',
  )
}
