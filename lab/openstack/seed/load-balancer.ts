import type { Cloud } from '../cloud.ts'
import { sql } from '../database.ts'
import { patiently } from '../patience.ts'
import type { Rest } from '../rest.ts'
import { amphoraFlavor, bootServer } from './servers.ts'

export const loadBalancer = 'kube-api-demo'

/** A load balancer, ACTIVE and ONLINE, with the server its amphora runs on. */
export async function seedLoadBalancer(
  cloud: Cloud,
  rest: Rest,
  image: string,
  vip: { readonly subnet: string; readonly address: string },
): Promise<void> {
  const wanted = { name: loadBalancer, vip_subnet_id: vip.subnet, vip_address: vip.address, admin_state_up: true }
  const { id } = (await rest.must('octavia', 'POST', '/v2/lbaas/loadbalancers', { loadbalancer: wanted })).loadbalancer
  await patiently(`load balancer ${loadBalancer}`, async () => {
    const { provisioning_status } = (await rest.must('octavia', 'GET', `/v2/lbaas/loadbalancers/${id}`)).loadbalancer
    return provisioning_status === 'ACTIVE' ? undefined : `it is ${provisioning_status}`
  })
  await pairAmphora(cloud, rest, image)
  // no health manager listens to noop amphorae
  await sql(cloud, "update octavia.load_balancer set operating_status = 'ONLINE'")
}

/** Boots the server of the only amphora: its driver, a noop, makes up an id instead. */
export async function pairAmphora(cloud: Cloud, rest: Rest, image: string): Promise<void> {
  const { amphorae } = await rest.must('octavia', 'GET', '/v2/octavia/amphorae')
  const id: string = amphorae[0].id
  const server = await bootServer(rest, `amphora-${id}`, image, amphoraFlavor)
  await sql(
    cloud,
    `update octavia.amphora set compute_id = '${server}', compute_flavor = '${amphoraFlavor}', image_id = '${image}' where id = '${id}'`,
  )
}
