import { until } from '../../../host/run.ts'
import type { Cloud } from '../cloud.ts'
import { administrator, type Rest } from '../rest.ts'
import { hypervisors } from '../table.ts'
import { mgmtProject } from './identity.ts'

export const mgmtServer = 'capi-mgmt-v2'

/** The id of the flavour that charm-octavia makes: private, and known to Octavia by this id. */
export const amphoraFlavor = '7c1a52ef-5d0c-4a3b-9f0e-65c0de0c7a1a'

const flavors = [
  { name: 'charm-octavia', id: amphoraFlavor, ram: 1024, vcpus: 1, disk: 8, 'os-flavor-access:is_public': false },
  { name: 'capi.mgmt', id: 'capi.mgmt', ram: 8192, vcpus: 4, disk: 40 },
  { name: 'k8s.node', id: 'k8s.node', ram: 4096, vcpus: 2, disk: 20 },
] as const

export async function seedFlavors(rest: Rest): Promise<void> {
  await Promise.all(flavors.map((flavor) => rest.must('nova', 'POST', '/flavors', { flavor })))
}

/** Waits until every host has capacity in placement and is a target for servers. */
export async function hypervisorsReady(rest: Rest): Promise<void> {
  await until('two hypervisors', async () => {
    const { body } = await rest.send('nova', 'GET', '/os-hypervisors?with_servers=true')
    const up = (body.hypervisors ?? []).filter((one: { state: string }) => one.state === 'up')
    if (up.length < hypervisors.length) return `nova knows ${up.length}: ${JSON.stringify(body).slice(0, 200)}`
    const candidates = await rest.send('placement', 'GET', '/allocation_candidates?resources=VCPU:1,MEMORY_MB:1024,DISK_GB:1')
    const fit = Object.keys(candidates.body.provider_summaries ?? {}).length
    return fit < hypervisors.length ? `placement knows ${fit}` : undefined
  })
}

/** Boots a server without network and waits until it is ACTIVE; resolves to its id. */
export async function bootServer(rest: Rest, name: string, image: string, flavor: string): Promise<string> {
  const server = { name, imageRef: image, flavorRef: flavor, networks: 'none' }
  const { id } = (await rest.must('nova', 'POST', '/servers', { server })).server
  await serverIs(rest, id, 'ACTIVE')
  return id
}

/** Waits for a status; rejects at once when the server is in ERROR. */
export async function serverIs(rest: Rest, id: string, status: string): Promise<void> {
  await until(`server ${id} to be ${status}`, async () => {
    const { server } = await rest.must('nova', 'GET', `/servers/${id}`)
    if (server.status === 'ERROR' && status !== 'ERROR') throw new Error(`server ${server.name} is in ERROR: ${server.fault?.message}`)
    return server.status === status ? undefined : `it is ${server.status}`
  })
}

/** The id of a server in any project. Throws when there is none of that name. */
export async function serverId(rest: Rest, name: string): Promise<string> {
  const { servers } = await rest.must('nova', 'GET', `/servers?all_tenants=1&name=^${name}$`)
  if (!servers[0]) throw new Error(`nova has no server ${name}`)
  return servers[0].id
}

/** Deletes a server, if there is one of that name, and waits until nova has forgotten it. */
export async function deleteServer(rest: Rest, name: string): Promise<void> {
  const id = await serverId(rest, name).catch(() => undefined)
  if (id === undefined) return
  await rest.must('nova', 'DELETE', `/servers/${id}`)
  await until(`server ${name} to be gone`, async () =>
    (await rest.send('nova', 'GET', `/servers/${id}`)).status === 404 ? undefined : 'it is there',
  )
}

/** Boots the server that carries the management cluster, in a project of its own. */
export async function seedMgmtServer(cloud: Cloud, image: string): Promise<{ readonly id: string; readonly project: string }> {
  const rest = await administrator(cloud.identity, mgmtProject)
  try {
    const id = await bootServer(rest, mgmtServer, image, 'capi.mgmt')
    const { server } = await rest.must('nova', 'GET', `/servers/${id}`)
    return { id, project: server.tenant_id }
  } finally {
    rest.close()
  }
}
