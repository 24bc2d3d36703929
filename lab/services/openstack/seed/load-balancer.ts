import { until } from '../../../host/run.ts'
import { state } from '../../../host/state.ts'
import { clusterOf, type SeededCluster } from '../../kube/seed/clusters.ts'
import type { Cloud } from '../cloud.ts'
import { sql } from '../database.ts'
import type { Rest } from '../rest.ts'
import { amphoraFlavor, bootServer } from './servers.ts'

/** The name of the load balancer in front of the workload cluster's API. */
export function loadBalancer(): string {
  return balancerOf(clusterOf(state('kube')))
}

/** The name that CAPO gives to a cluster's load balancer. */
export function balancerOf({ namespace, name }: SeededCluster): string {
  return `k8s-clusterapi-cluster-${namespace}-${name}-kubeapi`
}

/** The id of a load balancer of this name. Throws when there is none. */
export async function balancerId(rest: Rest, name = loadBalancer()): Promise<string> {
  const { loadbalancers } = await rest.must('octavia', 'GET', `/v2/lbaas/loadbalancers?name=${name}`)
  if (!loadbalancers[0]) throw new Error(`octavia has no load balancer ${name}`)
  return loadbalancers[0].id
}

/** Makes a load balancer with a listener and a pool, all ACTIVE and ONLINE, and the server its amphora runs on. */
export async function seedLoadBalancer(
  cloud: Cloud,
  rest: Rest,
  image: string,
  vip: { readonly subnet: string; readonly address?: string },
  name = loadBalancer(),
): Promise<void> {
  const wanted = {
    name,
    vip_subnet_id: vip.subnet,
    ...(vip.address === undefined ? {} : { vip_address: vip.address }),
    admin_state_up: true,
  }
  const { id } = (await rest.must('octavia', 'POST', '/v2/lbaas/loadbalancers', { loadbalancer: wanted })).loadbalancer
  await settled(rest, id)
  const listener = { name: `${name}-6443`, loadbalancer_id: id, protocol: 'TCP', protocol_port: 6443 }
  const { id: listener_id } = (await rest.must('octavia', 'POST', '/v2/lbaas/listeners', { listener })).listener
  await settled(rest, id)
  const pool = { name: `${name}-6443`, listener_id, protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' }
  await rest.must('octavia', 'POST', '/v2/lbaas/pools', { pool })
  await settled(rest, id)
  await pairAmphora(cloud, rest, image, id)
  // no health manager listens to noop amphorae
  for (const table of ['load_balancer', 'listener', 'pool']) await sql(cloud, `update octavia.${table} set operating_status = 'ONLINE'`)
}

/** Waits until Octavia has finished the last change of a load balancer. */
export function settled(rest: Rest, id: string): Promise<void> {
  return until(`load balancer ${id}`, async () => {
    const { provisioning_status } = (await rest.must('octavia', 'GET', `/v2/lbaas/loadbalancers/${id}`)).loadbalancer
    return provisioning_status === 'ACTIVE' ? undefined : `it is ${provisioning_status}`
  })
}

/** Boots the server of a load balancer's only amphora. Octavia's noop driver boots no server, and makes up a server's id instead. */
export async function pairAmphora(cloud: Cloud, rest: Rest, image: string, balancer: string): Promise<void> {
  const id = await amphoraOf(rest, balancer)
  const server = await bootServer(rest, `amphora-${id}`, image, amphoraFlavor)
  await sql(
    cloud,
    `update octavia.amphora set compute_id = '${server}', compute_flavor = '${amphoraFlavor}', image_id = '${image}' where id = '${id}'`,
  )
}

/** The id of a load balancer's only amphora. Throws when there is none. */
export async function amphoraOf(rest: Rest, balancer: string): Promise<string> {
  const { amphorae } = await rest.must('octavia', 'GET', '/v2/octavia/amphorae')
  const own = amphorae.find((one: { readonly loadbalancer_id: string }) => one.loadbalancer_id === balancer)
  if (!own) throw new Error(`load balancer ${balancer} has no amphora`)
  return own.id
}
