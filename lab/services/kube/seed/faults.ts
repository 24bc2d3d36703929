import type { Fault, Faults } from '../../../faults/fault.ts'
import { type Api, adminApi } from '../api.ts'
import { accepted, mergePatch, strategicMergePatch } from './accepted.ts'
import { clusterOf } from './clusters.ts'
import { convertBy, dropCrd, seedCrds, serveOnly } from './crds.ts'
import { deleteCluster, reviveCluster } from './deletion.ts'
import { mgmtNodePath, reportAgain, stopReporting } from './node.ts'
import { dropProgram, type Program, podPath, programs, seedProgram } from './programs.ts'
import { setTaint } from './taint.ts'
import { now } from './time.ts'

const capo = programs.find((one) => one.name === 'capo-controller-manager') as Program
const cloudController = programs.find((one) => one.name === 'openstack-cloud-controller-manager') as Program
const certManager = programs.filter((one) => one.namespace === 'cert-manager')

/** Faults of a seeded management cluster, by name. The lab's only API server plays the workload cluster as well. */
export function seedFaultsOf(dir: string): Faults {
  const fault = (does: string, apply: (api: Api) => Promise<void>, undo: (api: Api) => Promise<void>): Fault => ({
    on: 'mgmt',
    does,
    apply: () => apply(adminApi(dir)),
    undo: () => undo(adminApi(dir)),
  })
  return {
    'cert-manager-missing': fault(
      'cert-manager is not installed: neither its CRDs nor its deployments',
      async (api) => {
        for (const name of ['certificates', 'issuers']) await dropCrd(api, `${name}.cert-manager.io`)
        for (const program of certManager) await dropProgram(api, program)
      },
      async (api) => {
        await seedCrds(api)
        for (const program of certManager) await seedProgram(api, program)
      },
    ),
    'orc-crd-missing': fault('ORC’s Image CRD is not there', (api) => dropCrd(api, 'images.openstack.k-orc.cloud'), seedCrds),
    'capo-crash-looping': fault(
      'the container of CAPO’s controller has crashed six times and waits for the seventh start',
      (api) => setContainer(api, capo, { waiting: { reason: 'CrashLoopBackOff' } }, 6),
      (api) => setContainer(api, capo, { running: { startedAt: now() } }, 0),
    ),
    'provider-off-its-pin': fault(
      'the pod of CAPO’s controller runs v0.13.0',
      (api) => setImage(api, capo.image.replace('v0.14.4', 'v0.13.0')),
      (api) => setImage(api, capo.image),
    ),
    'provider-unavailable': fault(
      'the deployment of CAPO’s controller has no available replica',
      (api) => setAvailable(api, capo, 'False'),
      (api) => setAvailable(api, capo, 'True'),
    ),
    'driver-api-version-not-served': fault(
      'OpenStackClusters are served in v1beta2 only, which no released driver asks for',
      (api) => serveOnly(api, 'openstackclusters', ['v1beta2']),
      (api) => serveOnly(api, 'openstackclusters', ['v1beta1']),
    ),
    'conversion-webhook-down': fault(
      'nothing listens at the webhook that converts the objects of Cluster API, so the API cannot answer in v1beta1',
      (api) => convertBy(api, 'https://127.0.0.1:9443/convert'),
      (api) => convertBy(api, undefined),
    ),
    'cluster-deleting': fault(
      'a Cluster and its OpenStackCluster are being deleted, but their finalizers hold them',
      (api) => deleteCluster(api, clusterOf(dir)),
      (api) => reviveCluster(api, clusterOf(dir)),
    ),
    'uninitialized-taint': fault(
      'a node of the workload cluster still has the taint of Cluster API',
      (api) => setTaint(api, 'node.cluster.x-k8s.io/uninitialized'),
      (api) => setTaint(api, undefined),
    ),
    'cloud-provider-taint': fault(
      'a node of the workload cluster still has the cloud provider’s taint (not the one that Cluster API sets)',
      (api) => setTaint(api, 'node.cloudprovider.kubernetes.io/uninitialized'),
      (api) => setTaint(api, undefined),
    ),
    'node-not-ready': fault(
      'the kubelet of the node hangs and has stopped reporting, so nothing on the node counts as ready, and no deployment as available',
      async (api) => {
        await stopReporting(dir, api)
        await setServing(api, 'False')
      },
      async (api) => {
        await reportAgain(dir, api)
        await setServing(api, 'True')
      },
    ),
    'node-cordoned': fault(
      'a node is cordoned: it takes no new pod',
      (api) => cordon(api, true),
      (api) => cordon(api, null),
    ),
    'cloud-controller-crash-looping': fault(
      'the cloud controller of the workload cluster has crashed six times and waits for the seventh start',
      (api) => setContainer(api, cloudController, { waiting: { reason: 'CrashLoopBackOff' } }, 6),
      (api) => setContainer(api, cloudController, { running: { startedAt: now() } }, 0),
    ),
  }
}

async function cordon(api: Api, unschedulable: true | null): Promise<void> {
  await accepted(api, 'PATCH', mgmtNodePath, { spec: { unschedulable } }, [200], mergePatch)
}

async function setContainer(api: Api, { namespace, name, image }: Program, state: object, restartCount: number): Promise<void> {
  const lastState = restartCount === 0 ? {} : { terminated: { exitCode: 1, reason: 'Error', startedAt: now(), finishedAt: now() } }
  const runs = restartCount === 0
  const container = { name: 'main', image, imageID: '', ready: runs, restartCount, started: runs, state, lastState }
  const conditions = ['Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
    type,
    status: runs || type === 'PodScheduled' ? 'True' : 'False',
    lastTransitionTime: now(),
  }))
  const status = { phase: 'Running', conditions, containerStatuses: [container] }
  await accepted(api, 'PATCH', `${podPath(namespace, name)}/status`, { status }, [200], mergePatch)
}

async function setImage(api: Api, image: string): Promise<void> {
  const patch = { spec: { containers: [{ name: 'main', image }] } }
  await accepted(api, 'PATCH', podPath(capo.namespace, capo.name), patch, [200], strategicMergePatch)
}

async function setAvailable(api: Api, { namespace, name }: Program, status: 'True' | 'False'): Promise<void> {
  const reason = status === 'True' ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable'
  const condition = { type: 'Available', status, reason, message: '', lastTransitionTime: now(), lastUpdateTime: now() }
  const [available, unavailable] = status === 'True' ? [1, null] : [null, 1]
  const patch = { status: { availableReplicas: available, unavailableReplicas: unavailable, conditions: [condition] } }
  await accepted(api, 'PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/status`, patch, [200], mergePatch)
}

/**
 * Sets whether the node's pods are ready and their deployments available. The controllers would do so within a minute after the node's status
 * changes. With `False`, the containers may still run.
 */
async function setServing(api: Api, status: 'True' | 'False'): Promise<void> {
  for (const program of programs) {
    const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
      type,
      status: type === 'Ready' ? status : 'True',
      lastTransitionTime: now(),
    }))
    const pod = podPath(program.namespace, program.name)
    await accepted(api, 'PATCH', `${pod}/status`, { status: { conditions } }, [200], mergePatch)
    if (!program.podOnly) await setAvailable(api, program, status)
  }
}
