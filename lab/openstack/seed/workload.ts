import { until } from '../../run.ts'
import type { Rest } from '../rest.ts'

export const template = 'capi-k8s-v1-34'
export const cluster = 'demo'

/** The roles a cluster's own credential has to carry. */
const credentialRoles = ['load-balancer_member', 'member', 'reader']

/** The template, and a healthy cluster made from it. */
export async function seedWorkload(rest: Rest, image: string, network: string): Promise<void> {
  const wanted = {
    name: template,
    coe: 'kubernetes',
    image_id: image,
    external_network_id: network,
    network_driver: 'calico',
    flavor_id: 'k8s.node',
    master_flavor_id: 'k8s.node',
    master_lb_enabled: true,
    public: true,
    labels: { kube_tag: 'v1.34.8', auto_healing_enabled: 'false' },
  }
  const { uuid } = await rest.must('magnum', 'POST', '/clustertemplates', wanted)
  const made = await rest.must('magnum', 'POST', '/clusters', { name: cluster, cluster_template_id: uuid, node_count: 1, master_count: 1 })
  await until(
    `cluster ${cluster}`,
    async () => {
      const { status, status_reason } = await rest.must('magnum', 'GET', `/clusters/${made.uuid}`)
      if (status === 'CREATE_FAILED') throw new Error(`cluster ${cluster}: ${status_reason}`)
      return status === 'CREATE_COMPLETE' ? undefined : `it is ${status}`
    },
    60,
  )
  await setHealth(rest, 'HEALTHY', { cluster: 'Ready', infrastructure: 'Ready', controlplane: 'Ready', nodegroup: 'Ready' })
  await addCredential(rest, made.uuid)
}

/** Sets the health as a poll would have found it. */
export async function setHealth(rest: Rest, status: string, reason: Readonly<Record<string, string>>): Promise<void> {
  const before = await rest.must('magnum', 'GET', `/clusters/${cluster}`)
  await rest.must('magnum', 'PATCH', `/clusters/${before.uuid}`, [
    { op: 'replace', path: '/health_status', value: status },
    { op: 'replace', path: '/health_status_reason', value: JSON.stringify(reason) },
  ])
  await until(`cluster ${cluster} to be ${status}`, async () => {
    const { health_status } = await rest.must('magnum', 'GET', `/clusters/${before.uuid}`)
    return health_status === status ? undefined : `it is ${health_status}`
  })
}

async function addCredential(rest: Rest, uuid: string): Promise<void> {
  const { user_id } = await rest.must('magnum', 'GET', `/clusters/${uuid}`)
  const roles = credentialRoles.map((name) => ({ name }))
  await rest.must('keystone', 'POST', `/users/${user_id}/application_credentials`, {
    application_credential: { name: `magnum-${uuid}-0a1b2c3d`, roles },
  })
}
