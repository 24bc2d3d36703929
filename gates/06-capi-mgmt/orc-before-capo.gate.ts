/**
 * CAPO ends at its start while ORC's CRD is missing, and heals by itself once it is there. So what counts is the CRD, and whether CAPO still
 * restarts: a pod that restarted long ago tells of the order of an installation, not of today.
 */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly crd: string
  readonly namespace: string
  readonly deployment: string
  readonly settledAfterS: number
}

const test = gate<Want>('orc-before-capo').extend('seen', { scope: 'file' }, async ({ kube, want, now }) => {
  const [crd, deployments, pods] = await Promise.all([kube.crd(want.crd), kube.deployments(), kube.pods()])
  const capo = deployments.find((one) => one.namespace === want.namespace && one.name === want.deployment)
  const containers = pods
    .filter((pod) => pod.namespace === want.namespace && !pod.hasEnded)
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

test.saw('CAPO is there', ({ seen, want }) => {
  expect(seen.capo, `there is no deployment ${want.namespace}/${want.deployment} yet: clusterctl init has not run`).toBeDefined()
  expect(seen.containers.length, `no container in ${want.namespace} was ever started`).toBeGreaterThan(0)
})

test.saw('its restarts, if any, are long past', ({ seen, want }) => {
  const recent = seen.containers
    .filter((one) => one.stopped === undefined && one.lastEndedS !== undefined && one.lastEndedS < want.settledAfterS)
    .map((one) => ({
      at: one.pod,
      saw: `runs, but restarted ${one.restarts} times, last ${one.lastEndedS} s ago: look again after ${want.settledAfterS} s${seen.order}`,
    }))
  expect(recent, `${recent.length} of ${seen.containers.length} containers have only just restarted`).toEqual([])
})

test('ORC’s CRD is established', ({ seen, want }) => {
  const wrong = seen.crd?.isEstablished ? [] : [{ at: want.crd, saw: seen.crd ? seen.crd.why : 'there is no such CRD' }]
  expect(wrong, 'CAPO cannot start without it').toEqual([])
})

test('CAPO does not crash and restart', ({ seen }) => {
  const down = seen.containers
    .filter((one) => one.stopped !== undefined)
    .map((one) => ({ at: one.pod, saw: `${one.stopped}, restarted ${one.restarts} times${since(one.lastEndedS)}${seen.order}` }))
  expect(down, `${down.length} of ${seen.containers.length} containers of CAPO are down`).toEqual([])
})

function since(seconds: number | undefined): string {
  return seconds === undefined ? '' : `, last ${seconds} s ago`
}
