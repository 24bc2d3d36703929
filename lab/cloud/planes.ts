import { state } from '../host/state.ts'
import { type Api, adminApi } from '../services/kube/api.ts'
import { accepted, mergePatch } from '../services/kube/seed/accepted.ts'
import { clusterOf, clusterPaths, type SeededCluster } from '../services/kube/seed/clusters.ts'
import { seedNode } from '../services/kube/seed/node.ts'
import { allTrue, groupsOf } from '../services/kube/seed/parts.ts'
import { nodeName } from '../services/node/machine.ts'
import { cloudAt } from '../services/openstack/cloud.ts'
import { administrator } from '../services/openstack/rest.ts'
import { balancerId } from '../services/openstack/seed/load-balancer.ts'
import { clusterMachines, machineEndings } from '../services/openstack/seed/machines.ts'
import { serverId } from '../services/openstack/seed/servers.ts'

/** Does the work of Cluster API's controllers: records in Cluster API which OpenStack objects belong to the cluster. Safe to call again. */
export async function joinPlanes(dir = state('openstack'), api = adminApi(state('kube'))): Promise<void> {
  const rest = await administrator(cloudAt(dir).identity)
  const cluster = clusterOf(state('kube'))
  try {
    const apiServerLoadBalancer = { id: await balancerId(rest), name: cluster.name }
    await accepted(api, 'PATCH', `${clusterPaths(cluster).infrastructure}/status`, { status: { apiServerLoadBalancer } }, [200], mergePatch)
    const { controlPlane, worker } = clusterMachines()
    await seedNode(api, worker)
    for (const [name, node] of [
      // the lab's only API server plays the workload cluster as well
      [controlPlane, nodeName],
      [worker, worker],
    ] as const)
      await seedMachine(api, name, node, await serverId(rest, name))
  } finally {
    rest.close()
  }
}

/** Makes a Machine that runs on this server and has become this Node. If a Machine of this name exists already, it moves to the server. */
export async function seedMachine(
  api: Api,
  name: string,
  node: string,
  server: string,
  cluster: SeededCluster = clusterOf(state('kube')),
): Promise<void> {
  const { machines } = clusterPaths(cluster)
  const infrastructureRef = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1', kind: 'OpenStackMachine', name }
  const spec = { clusterName: cluster.name, bootstrap: {}, infrastructureRef, providerID: `openstack:///${server}` }
  const { controlPlane, workers } = groupsOf(cluster.name)
  const maker =
    name === `${cluster.name}-${machineEndings.controlPlane}`
      ? { 'cluster.x-k8s.io/control-plane': '', 'cluster.x-k8s.io/control-plane-name': controlPlane }
      : { 'cluster.x-k8s.io/deployment-name': workers }
  const metadata = { name, namespace: cluster.namespace, labels: { 'cluster.x-k8s.io/cluster-name': cluster.name, ...maker } }
  const machine = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Machine', metadata, spec }
  await accepted(api, 'POST', machines, machine, [201, 409])
  await accepted(api, 'PATCH', `${machines}/${name}`, { spec }, [200], mergePatch)
  const conditions = allTrue(['Ready', 'BootstrapReady', 'InfrastructureReady', 'NodeHealthy'])
  const status = { phase: 'Running', conditions, nodeRef: { apiVersion: 'v1', kind: 'Node', name: node } }
  await accepted(api, 'PATCH', `${machines}/${name}/status`, { status }, [200], mergePatch)
}
