import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { get } from 'node:https'
import { join } from 'node:path'
import { daemonRuns, endDaemons, lastWords, startDaemon } from '../daemon.ts'
import { demandFree } from '../kube/free-address.ts'
import { type KeyPair, makeCa } from '../pki.ts'
import { until } from '../run.ts'
import { startOwnFront } from './front.ts'
import { writeCaCopy, writeOpenrc } from './openrc.ts'
import { admin, inDir, notePlace, type Place, placeIn, port, type StandIn, urlOf } from './place.ts'
import { seed } from './seed.ts'
import { keystoneDaemon, makeKeystone } from './server.ts'

export interface KeystoneUpOptions {
  /** A loopback address of its own. Absent: 127.0.2.5. */
  readonly address?: string
  /** See Place. */
  readonly metalVip?: string
  /** Signs its certificate; absent: a CA of its own. */
  readonly ca?: KeyPair
  /** Beside Keystone in the catalogue. Absent: none. */
  readonly standIns?: readonly StandIn[]
  /** How long a token is good for. Absent: an hour. */
  readonly tokenS?: number
}

/** An administrator's way in. */
export interface KeystoneLab {
  /** `https://127.0.2.5:5000/v3` */
  readonly url: string
  readonly address: string
  readonly port: number
  readonly ca: KeyPair
  readonly caFile: string
  /** 0600 */
  readonly openrc: string
  readonly user: string
  readonly password: string
  readonly project: string
  /** Name of the domain of user and project. */
  readonly domain: string
}

/** Starts Debian's keystone behind TLS, with the charm's names for the admin. One that answers is kept; anything less starts from nothing. */
export async function keystoneUp(dir: string, options: KeystoneUpOptions = {}): Promise<KeystoneLab> {
  if (await answers(dir)) return labOf(placeIn(dir))
  await keystoneDown(dir)
  const { address = '127.0.2.5', metalVip, standIns = [], tokenS = 3600 } = options
  if (metalVip === undefined) await demandFree(address, [port, ...standIns.map((one) => one.port)])
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const ca = options.ca ?? (await makeCa(join(dir, 'ca'), 'lab root CA'))
  const beside = metalVip === undefined ? {} : { metalVip }
  const place: Place = { dir, address, ...beside, ca, standIns, password: `lab-${randomBytes(12).toString('hex')}` }
  notePlace(place)
  await makeKeystone(place, tokenS)
  if (metalVip === undefined) await startOwnFront(place)
  await startKeystone(place)
  await seed(place)
  writeCaCopy(place)
  writeOpenrc(place)
  return labOf(place)
}

/** Ends exactly the processes keystoneUp started for this folder, and removes their state. */
export async function keystoneDown(dir: string): Promise<void> {
  await endDaemons(dir)
  await rm(dir, { recursive: true, force: true })
}

/** Starts keystone behind an apache that is up, and waits until it answers. */
export async function startKeystone(place: Place): Promise<void> {
  startDaemon(place.dir, keystoneDaemon(place))
  await until(
    'keystone',
    async () => {
      if (!daemonRuns(place.dir, 'keystone')) throw new Error(`keystone ended:\n${lastWords(place.dir, 'keystone')}`)
      return complaint(place)
    },
    60,
  )
}

/** Ends keystone; the apache in front of it answers 503 from then on. */
export async function stopKeystone(place: Place): Promise<void> {
  await endDaemons(place.dir, 'keystone')
  await rm(inDir(place, 'keystone.sock'), { force: true })
}

async function answers(dir: string): Promise<boolean> {
  if (!daemonRuns(dir, 'keystone') || !existsSync(inDir({ dir }, 'place.json'))) return false
  return (await complaint(placeIn(dir))) === undefined
}

function complaint(place: Place): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = get(urlOf(place), { ca: readFileSync(place.ca.cert), timeout: 5000, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200 ? undefined : `it answers ${answer.statusCode}`)
    })
    asked.once('timeout', () => asked.destroy(new Error('it says nothing')))
    asked.once('error', (error) => resolve(error.message))
  })
}

function labOf(place: Place): KeystoneLab {
  const { address, ca, password } = place
  return { url: urlOf(place), address, port, ca, caFile: ca.cert, openrc: inDir(place, 'admin-openrc'), password, ...admin }
}

if (import.meta.main) {
  const dir = process.argv[2] ?? join(import.meta.dirname, '../../.lab/keystone')
  const started = performance.now()
  const lab = await keystoneUp(dir)
  console.log(`${lab.url} answers after ${((performance.now() - started) / 1000).toFixed(1)} s; . ${lab.openrc}`)
}
