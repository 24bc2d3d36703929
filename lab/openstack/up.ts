import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demandFree } from '../kube/free-address.ts'
import type { KeyPair } from '../pki.ts'
import { type Cloud, cloudAt, type Identity, noteCloud, type ProviderBlock } from './cloud.ts'
import { daemonRuns, endDaemons, startDaemon } from './daemon.ts'
import { copyCa, startFront } from './front.ts'
import { rabbitReady, startRabbit } from './rabbit.ts'
import { complaintAbout } from './ready.ts'
import { administrator } from './rest.ts'
import { startDatabaseWithTables } from './schema.ts'
import { seedCloud } from './seed/cloud.ts'
import { seedIdentity } from './seed/identity.ts'
import { apiDaemon, workersOf, writeSettings } from './services.ts'
import { apis, listenersOf } from './table.ts'

export interface OpenstackOptions {
  readonly identity: Identity
  /** Signs the certificate of the APIs; its certificate is in `identity.caFile`. */
  readonly ca: KeyPair
  readonly provider: ProviderBlock
  /** Absent: `127.0.2`. */
  readonly net?: string
  /** See Cloud. */
  readonly vips?: Cloud['vips']
  readonly say?: (text: string) => void
}

/** Brings up the services beside a Keystone that answers. A cloud that is whole is kept; anything less starts from nothing. */
export async function openstackUp(dir: string, options: OpenstackOptions): Promise<Cloud> {
  const { net = '127.0.2', identity, provider, vips } = options
  const cloud: Cloud = { dir, net, identity, provider, ...(vips ? { vips } : {}) }
  if (await isWhole(dir)) return cloudAt(dir)
  await openstackDown(dir)
  for (const [address, port] of listenersOf(cloud)) await demandFree(address, [port])
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  noteCloud(cloud)
  try {
    await startAll(cloud, options)
    await seedCloud(cloud)
    writeFileSync(wholeFile(dir), '')
  } catch (error) {
    await endDaemons(dir)
    throw error
  }
  return cloud
}

/** Ends exactly the processes openstackUp started for this folder, and removes their state. */
export async function openstackDown(dir: string): Promise<void> {
  await endDaemons(dir)
  rmSync(dir, { recursive: true, force: true })
}

/** The daemons that do not run, or APIs that do not serve; empty for a cloud in order. */
export async function complaints(cloud: Cloud): Promise<readonly string[]> {
  const dead = [
    'mariadb',
    'rabbitmq',
    ...(cloud.vips ? [] : ['apache']),
    ...apis.map(({ name }) => name),
    ...workersOf(cloud).map(({ name }) => name),
  ]
    .filter((name) => !daemonRuns(cloud.dir, name))
    .map((name) => `${name} does not run`)
  if (dead.length > 0) return dead
  const said = await Promise.all(apis.map(async (api) => [api.name, await complaintAbout(cloud, api)] as const))
  return said.filter(([, complaint]) => complaint !== undefined).map(([name, complaint]) => `${name}: ${complaint}`)
}

async function startAll(cloud: Cloud, { ca, say = () => undefined }: OpenstackOptions): Promise<void> {
  startRabbit(cloud)
  copyCa(cloud, ca)
  writeSettings(cloud)
  await Promise.all([identify(cloud), startDatabaseWithTables(cloud, say)])
  if (!cloud.vips) await startFront(cloud, ca)
  for (const api of apis) startDaemon(cloud.dir, apiDaemon(cloud, api))
  await rabbitReady(cloud)
  for (const worker of workersOf(cloud)) startDaemon(cloud.dir, worker)
}

async function identify(cloud: Cloud): Promise<void> {
  const rest = await administrator(cloud)
  await seedIdentity(cloud, rest)
  rest.close()
}

/** Seeded to the end, every daemon there, and a Keystone that still knows the services' users. */
async function isWhole(dir: string): Promise<boolean> {
  if (!existsSync(wholeFile(dir))) return false
  const cloud = cloudAt(dir)
  if ((await complaints(cloud)).length > 0) return false
  try {
    const rest = await administrator(cloud)
    const { status } = await rest.send('nova', 'GET', '/servers?limit=1')
    rest.close()
    return status === 200
  } catch {
    return false
  }
}

function wholeFile(dir: string): string {
  return join(dir, 'whole')
}
