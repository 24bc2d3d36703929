/**
 * When a node stops, its pods are removed five minutes later, and many gates would report the effects. So the gates about what runs on the management
 * cluster need this gate. One bad node of several is enough to skip those gates: it is not known which pods still run on that node.
 */
import { gate, holds, none, of, oldReport, shellLine, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How old a kubelet's last report may be. */
  reportMinutes: z.number().positive(),
})

const test = gate('mgmt-nodes-ready', want)
  .extend('nodes', { scope: 'file' }, async ({ kube, now, want }) =>
    (await kube.nodes()).map(({ name, states, reportedAt, isCordoned }) => ({
      at: name,
      states,
      old: oldReport(reportedAt, now, want.reportMinutes),
      isBad: states.some(({ is }) => is === 'bad'),
      isCordoned,
      fix: shellLine(['kubectl', 'describe', 'node', name]),
      uncordon: shellLine(['kubectl', 'uncordon', name]),
    })),
  )
  .extend('early', { scope: 'file' }, async ({ nodes, nova, now }) =>
    nodes.some(({ isBad, old }) => isBad || old !== undefined) ? nova.mgmtStarting(now) : undefined,
  )

test.saw('the management cluster has nodes', ({ nodes }) => some(nodes, 'the API lists no node'))

test.saw('every node’s state is known', ({ nodes }) => {
  const unclear = nodes
    .filter(({ isBad }) => !isBad)
    .flatMap(({ at, states, fix }) => states.filter(({ is }) => is === 'unheard' || is === 'waiting').map(({ saw }) => ({ at, saw, fix })))
  return none(unclear, of(nodes, 'node'), 'is in a state that is not known')
})

test.saw('every node’s kubelet has reported lately', ({ nodes, early }) => {
  const quiet = nodes.flatMap(({ at, isBad, old, fix }) => (isBad || early || old === undefined ? [] : [{ at, saw: old, fix }]))
  return none(quiet, of(nodes, 'node'), 'has not reported lately')
})

test.saw('what runs on the management server has had time to start', ({ early }) =>
  holds(early === undefined, `the management server started ${early?.minutes} minutes ago: look again in ${early?.left} minutes`),
)

test('every node is Ready, and under no pressure', ({ nodes, early }) => {
  const bad = nodes
    .filter(({ isBad }) => isBad && early === undefined)
    .map(({ at, states, fix }) => ({ at, saw: states.flatMap((one) => (one.is === 'bad' ? dated(one) : [])).join('; '), fix }))
  return none(bad, of(nodes, 'node'), 'is not fit for work')
})

test.advises('not every node is cordoned', ({ nodes }) => {
  const cordoned = nodes
    .filter(({ isCordoned }) => isCordoned)
    .map(({ at, uncordon }) => ({ at, saw: 'is cordoned: when a pod ends, no node is left to start it again', fix: uncordon }))
  return none(cordoned.length === nodes.length ? cordoned : [], of(nodes, 'node'), 'is cordoned')
})

/** `DiskPressure is True: KubeletHasDiskPressure (since 2026-11-20T09:40:12Z)` */
function dated({ saw, since }: { readonly saw: string; readonly since?: Date }): string {
  return since === undefined ? saw : `${saw} (since ${since.toISOString().slice(0, 19)}Z)`
}
