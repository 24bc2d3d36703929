import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ca, issue, pairIn } from '../../cloud/pki.ts'
import { demandFree } from '../../cloud/ports.ts'
import { daemonRuns, endDaemons, startDaemon } from '../../host/daemon.ts'
import { state } from '../../host/state.ts'
import { serve } from '../apache/apache.ts'
import type { Identity } from '../keystone/place.ts'
import { fetchDriver } from '../magnum/driver-package.ts'
import { type Cloud, cloudAt, noteCloud } from './cloud.ts'
import { giveConductor } from './conductor.ts'
import { rabbitReady, startRabbit } from './rabbit.ts'
import { complaintAbout } from './ready.ts'
import { administrator } from './rest.ts'
import { startDatabaseWithTables } from './schema.ts'
import { seedCloud } from './seed/cloud.ts'
import { seedIdentity } from './seed/identity.ts'
import { apiDaemon, workersOf, writeSettings } from './services.ts'
import { type Api, apis, rabbitAddress, rabbitPort, socketOf, unitlessAddress } from './table.ts'

type Say = (text: string) => void

/**
 * Brings up the services next to a Keystone that already answers. An apache in front of each service passes requests on to it. A complete cloud is
 * kept; otherwise everything starts from scratch.
 */
export async function openstackUp(dir: string, identity: Identity, say: Say): Promise<void> {
  const cloud: Cloud = { dir, identity }
  if (await isWhole(dir)) return
  await openstackDown(dir)
  await demandFree(rabbitAddress, [rabbitPort])
  for (const { port } of unitless) await demandFree(unitlessAddress, [port])
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  noteCloud(cloud)
  try {
    await startAll(cloud, say)
    await seedCloud(cloud)
    writeFileSync(wholeFile(dir), '')
  } catch (error) {
    await endDaemons(dir)
    throw error
  }
}

/** Ends exactly the processes openstackUp started for this folder, and removes their state. */
export async function openstackDown(dir: string): Promise<void> {
  await endDaemons(dir)
  rmSync(dir, { recursive: true, force: true })
}

/** The daemons that do not run, or APIs that do not serve; empty for a healthy cloud. */
export async function complaints(cloud: Cloud): Promise<readonly string[]> {
  const names = [...apis, ...workersOf(cloud)].map(({ name }) => name)
  const dead = ['mariadb', 'rabbitmq', ...names, ...unitless.map(apacheOf)]
    .filter((name) => !daemonRuns(cloud.dir, name))
    .map((name) => `${name} does not run`)
  if (dead.length > 0) return dead
  const said = await Promise.all(apis.map(async (api) => [api.name, await complaintAbout(api)] as const))
  return said.filter(([, complaint]) => complaint !== undefined).map(([name, complaint]) => `${name}: ${complaint}`)
}

async function startAll(cloud: Cloud, say: Say): Promise<void> {
  startRabbit(cloud)
  writeSettings(cloud)
  await Promise.all([
    identify(cloud),
    startDatabaseWithTables(cloud, say),
    fetchDriver(),
    giveConductor(cloud),
    ...unitless.map((api) => serveUnitless(cloud, api)),
  ])
  for (const api of apis) startDaemon(cloud.dir, apiDaemon(cloud, api))
  await rabbitReady(cloud)
  for (const worker of workersOf(cloud)) startDaemon(cloud.dir, worker)
}

/** APIs that no unit serves. */
const unitless = apis.filter(({ application }) => application === undefined)
const apacheOf = ({ name }: Pick<Api, 'name'>) => `${name}-apache`

/** Starts the apache that hands requests over to an API without units. */
async function serveUnitless(cloud: Cloud, api: Api): Promise<void> {
  const certificate = pairIn(state('pki'), apacheOf(api))
  await issue(ca, certificate, { name: `lab ${api.name}`, sans: [`IP:${unitlessAddress}`] })
  await serve(cloud.dir, apacheOf(api), { listens: [`${unitlessAddress}:${api.port}`], certificate, socket: socketOf(cloud, api) })
}

async function identify(cloud: Cloud): Promise<void> {
  const rest = await administrator(cloud.identity)
  await seedIdentity(cloud.identity, rest)
  rest.close()
}

/** Whether the cloud was seeded to the end, every daemon runs, and Keystone still knows the services' users. */
async function isWhole(dir: string): Promise<boolean> {
  if (!existsSync(wholeFile(dir))) return false
  const cloud = cloudAt(dir)
  if ((await complaints(cloud)).length > 0) return false
  try {
    const rest = await administrator(cloud.identity)
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
