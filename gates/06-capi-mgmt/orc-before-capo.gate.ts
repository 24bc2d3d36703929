/**
 * While ORC's CRD is missing, CAPO exits right after each start. CAPO recovers by itself once the CRD is there. So only recent restarts count: old
 * restarts only show that CAPO was installed before ORC.
 */
import { all, gate, holds, none, nothing, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  crd: z.string(),
  namespace: z.string(),
  deployment: z.string(),
  settledAfterS: z.number().nonnegative(),
})

const test = gate('orc-before-capo', want).extend('seen', { scope: 'file' }, async ({ kube, want, now }) => {
  const [crd, deployments, pods] = await Promise.all([kube.crd(want.crd), kube.deploymentsIn(want.namespace), kube.podsIn(want.namespace)])
  const capo = deployments.find((one) => one.name === want.deployment)
  const containers = pods
    .filter((pod) => !pod.hasEnded && !pod.isLeaving)
    .flatMap((pod) =>
      pod.containers.map((one) => ({
        ...one,
        pod: `${pod.namespace}/${pod.name}`,
        lastEndedS: one.lastEndedAt && Math.round((now.getTime() - one.lastEndedAt.getTime()) / 1000),
      })),
    )
  const late = crd && capo ? Math.round((crd.createdAt.getTime() - capo.createdAt.getTime()) / 1000) : 0
  const order = late > 0 ? `; ${want.crd} is ${late} s younger than CAPO` : ''
  return { crd, capo, containers, order }
})

test.saw('CAPO is there', ({ seen: { capo, containers }, want }) =>
  all(
    holds(capo !== undefined, `there is no deployment ${want.namespace}/${want.deployment} yet: clusterctl init has not run`),
    some(containers, `no container in ${want.namespace} was ever started`),
  ),
)

test.saw('its restarts, if any, are long past', ({ seen, want }) => {
  const recent = seen.containers
    .filter((one) => one.stopped === undefined && one.lastEndedS !== undefined && one.lastEndedS < want.settledAfterS)
    .map((one) => ({
      at: one.pod,
      saw: `runs, but restarted ${one.restarts} times, last ${one.lastEndedS} s ago: look again after ${want.settledAfterS} s${seen.order}`,
    }))
  return none(recent, of(seen.containers, 'container'), 'has only just restarted')
})

test.saw('no container of CAPO is still being created', ({ seen }) => {
  const starting = seen.containers
    .filter((one) => one.stop?.is === 'waiting')
    .map((one) => ({ at: one.pod, saw: `is ${one.stopped}: wait and look again` }))
  return none(starting, of(seen.containers, 'container'), 'has not started yet')
})

test.saw('it is known whether ORC’s CRD is established', ({ seen, want }) => {
  const open = seen.crd && ['waiting', 'unheard'].includes(seen.crd.state.is) ? [{ at: want.crd, saw: seen.crd.state.saw }] : []
  return nothing(open, 'Kubernetes does not say whether the CRD is established')
})

test('ORC’s CRD is established', ({ seen, want }) => {
  const wrong =
    seen.crd === undefined || seen.crd.state.is === 'bad' ? [{ at: want.crd, saw: seen.crd?.state.saw ?? 'there is no such CRD' }] : []
  return nothing(wrong, 'CAPO cannot start without it')
})

test('CAPO does not crash and restart', ({ seen }) => {
  const down = seen.containers
    .filter((one) => one.stopped !== undefined && one.stop?.is !== 'waiting')
    .map((one) => ({ at: one.pod, saw: `${one.stopped}, restarted ${one.restarts} times${since(one.lastEndedS)}${seen.order}` }))
  return none(down, of(seen.containers, 'container of CAPO', 'containers of CAPO'), 'is down')
})

function since(seconds: number | undefined): string {
  return seconds === undefined ? '' : `, last ${seconds} s ago`
}
