import type { Faults } from '../faults/fault.ts'
import { until } from '../host/run.ts'
import { state } from '../host/state.ts'
import { adminApi } from '../services/kube/api.ts'
import { clusterOf } from '../services/kube/seed/clusters.ts'
import { cloudFault } from '../services/openstack/faults/fault.ts'
import type { Rest } from '../services/openstack/rest.ts'
import { amphoraImage, imageId, kubeImage } from '../services/openstack/seed/images.ts'
import { amphoraOf, balancerId, balancerOf, seedLoadBalancer } from '../services/openstack/seed/load-balancer.ts'
import { bootClusterServer, clusterMachines } from '../services/openstack/seed/machines.ts'
import { providerSubnet } from '../services/openstack/seed/networks.ts'
import { deleteServer, serverId } from '../services/openstack/seed/servers.ts'
import { makeVolume, removeVolumesOf } from '../services/openstack/seed/volumes.ts'
import { setUnitKnown } from './juju.ts'
import { seedMachine } from './planes.ts'

/** The name of a cluster that no longer exists; its load balancer, network and volume are left over. */
const goneCluster = 'gone-k3j8s0a1b2c3'
const leftOver = () => balancerOf({ namespace: clusterOf(state('kube')).namespace, name: goneCluster })
const leftOverNetwork = () => `k8s-clusterapi-cluster-${clusterOf(state('kube')).namespace}-${goneCluster}`
const leftOverDescription = () => `Created by cluster-api-provider-openstack cluster ${clusterOf(state('kube')).namespace}-${goneCluster}`
const unknownCompute = 'nova-compute/1'

/** Faults in which one layer of the cloud still has something that another layer no longer knows. `dir` is the lab's folder for OpenStack. */
export function planesFaultsOf(dir: string): Faults {
  const fault = cloudFault.bind(undefined, dir)
  return {
    'machine-without-server': fault(
      'nova',
      'the server of a worker’s Machine was deleted in nova',
      (rest) => deleteServer(rest, clusterMachines().worker),
      async (rest) => {
        const { worker } = clusterMachines()
        const server = await serverId(rest, worker).catch(async () => bootClusterServer(rest, worker, await imageId(rest, kubeImage)))
        await seedMachine(adminApi(state('kube')), worker, worker, server)
      },
    ),
    'balancer-of-deleted-cluster': fault(
      'octavia',
      'a load balancer is left over from a deleted cluster',
      async (rest, cloud) => {
        const { subnets } = await rest.must('neutron', 'GET', `/v2.0/subnets?name=${providerSubnet}`)
        await seedLoadBalancer(cloud, rest, await imageId(rest, amphoraImage), { subnet: subnets[0].id }, leftOver())
      },
      removeLeftOver,
    ),
    'network-of-deleted-cluster': fault(
      'neutron',
      'the network of a cluster that is gone is still there, with everything in it',
      makeLeftOverNetwork,
      removeLeftOverNetwork,
    ),
    'volume-of-deleted-cluster': fault(
      'cinder',
      'a cluster is gone, but a volume that its CSI driver made is left over',
      (rest) => makeVolume(rest, 'pvc-0b7e52c4-6d1f-4a83-b9f5-c2d41e8a7760', goneCluster),
      (rest) => removeVolumesOf(rest, goneCluster),
    ),
    'hypervisor-unknown-to-juju': {
      on: 'juju',
      does: `Juju no longer has ${unknownCompute}, but nova still has its host`,
      apply: async () => setUnitKnown(unknownCompute, false),
      undo: async () => setUnitKnown(unknownCompute, true),
    },
  }
}

/** Makes a network, subnet, router, port and floating IP, named and described as by Cluster API's provider for OpenStack. */
async function makeLeftOverNetwork(rest: Rest): Promise<void> {
  const name = leftOverNetwork()
  const { network } = await rest.must('neutron', 'POST', '/v2.0/networks', { network: { name } })
  const below = { network_id: network.id, ip_version: 4, cidr: '10.6.0.0/24' }
  await rest.must('neutron', 'POST', '/v2.0/subnets', { subnet: { name, ...below } })
  await rest.must('neutron', 'POST', '/v2.0/routers', { router: { name } })
  const description = leftOverDescription()
  await rest.must('neutron', 'POST', '/v2.0/ports', { port: { network_id: network.id, name: `${goneCluster}-worker-0`, description } })
  const { subnets } = await rest.must('neutron', 'GET', `/v2.0/subnets?name=${providerSubnet}`)
  await rest.must('neutron', 'POST', '/v2.0/floatingips', { floatingip: { floating_network_id: subnets[0].network_id, description } })
}

async function removeLeftOverNetwork(rest: Rest): Promise<void> {
  const name = leftOverNetwork()
  const { floatingips } = await rest.must('neutron', 'GET', `/v2.0/floatingips?description=${encodeURIComponent(leftOverDescription())}`)
  for (const { id } of floatingips) await rest.must('neutron', 'DELETE', `/v2.0/floatingips/${id}`)
  const { routers } = await rest.must('neutron', 'GET', `/v2.0/routers?name=${name}`)
  for (const { id } of routers) await rest.must('neutron', 'DELETE', `/v2.0/routers/${id}`)
  const { networks } = await rest.must('neutron', 'GET', `/v2.0/networks?name=${name}`)
  for (const { id } of networks) {
    const { ports } = await rest.must('neutron', 'GET', `/v2.0/ports?network_id=${id}`)
    for (const port of ports) await rest.must('neutron', 'DELETE', `/v2.0/ports/${port.id}`)
    await rest.must('neutron', 'DELETE', `/v2.0/networks/${id}`)
  }
}

async function removeLeftOver(rest: Rest): Promise<void> {
  const id = await balancerId(rest, leftOver()).catch(() => undefined)
  if (id === undefined) return
  const server = `amphora-${await amphoraOf(rest, id)}`
  await rest.must('octavia', 'DELETE', `/v2/lbaas/loadbalancers/${id}?cascade=true`)
  await until(`load balancer ${leftOver()} to be gone`, async () =>
    (await rest.send('octavia', 'GET', `/v2/lbaas/loadbalancers/${id}`)).status === 404 ? undefined : 'it is there',
  )
  await deleteServer(rest, server)
}
