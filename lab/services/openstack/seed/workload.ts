import { until } from '../../../host/run.ts'
import type { Rest } from '../rest.ts'

export const template = 'capi-k8s-v1-34'
export const cluster = 'demo'

/** What magnum-capi-helm says of a cluster that lacks nothing. */
export const allReady = { cluster: 'Ready', infrastructure: 'Ready', controlplane: 'Ready', nodegroup: 'Ready' } as const

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
  await until(`cluster ${cluster}`, async () => {
    const { status: answered, body } = await rest.send('magnum', 'GET', `/clusters/${made.uuid}`)
    // for a moment it is there without its node groups, and Magnum refuses to show it
    if (answered !== 200) return `Magnum answers ${answered}`
    const { status, status_reason } = body
    if (status === 'CREATE_FAILED') throw new Error(`cluster ${cluster}: ${status_reason}`)
    return status === 'CREATE_COMPLETE' ? undefined : `it is ${status}`
  })
  await setHealth(rest, 'HEALTHY', allReady)
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
    const { health_status, health_status_reason } = await rest.must('magnum', 'GET', `/clusters/${before.uuid}`)
    const said = new Map(Object.entries(health_status_reason ?? {}))
    const isSaid = said.size === Object.keys(reason).length && Object.keys(reason).every((key) => said.get(key) === reason[key])
    return health_status === status && isSaid ? undefined : `it is ${health_status} ${JSON.stringify(health_status_reason)}`
  })
}

async function addCredential(rest: Rest, uuid: string): Promise<void> {
  const { user_id } = await rest.must('magnum', 'GET', `/clusters/${uuid}`)
  const roles = credentialRoles.map((name) => ({ name }))
  await rest.must('keystone', 'POST', `/users/${user_id}/application_credentials`, {
    application_credential: { name: `magnum-${uuid}-0a1b2c3d`, roles },
  })
}
