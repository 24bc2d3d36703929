import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { daemonRuns, endDaemons, lastWords, startDaemon } from '../../host/daemon.ts'
import { until } from '../../host/run.ts'
import { complaintAt } from '../openstack/ready.ts'
import { writeCaCopy, writeOpenrc } from './openrc.ts'
import { type Identity, identity, keystoneDir, keystoneSocket, openrcFile, passwordFile, urlOf } from './place.ts'
import { seed } from './seed.ts'
import { keystoneDaemon, makeKeystone } from './server.ts'

/**
 * Starts Debian's keystone behind the lab's keystone units, which must be up. The admin's domain, project and user get the names that the charm gives
 * them. A keystone that is complete and answers is kept.
 */
export async function keystoneUp(): Promise<Identity> {
  if (await answers()) return identity()
  await keystoneDown()
  await mkdir(keystoneDir, { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, `lab-${randomBytes(12).toString('hex')}`, { mode: 0o600 })
  await makeKeystone()
  await startKeystone()
  await seed()
  writeCaCopy()
  writeOpenrc()
  return identity()
}

/** Ends exactly the processes keystoneUp started, and removes their state. */
export async function keystoneDown(): Promise<void> {
  await endDaemons(keystoneDir)
  await rm(keystoneDir, { recursive: true, force: true })
}

/** Starts the keystone process to which the apaches of the keystone units pass requests, and waits until it answers. */
export async function startKeystone(): Promise<void> {
  startDaemon(keystoneDir, keystoneDaemon)
  await until('keystone', async () => {
    if (!daemonRuns(keystoneDir, 'keystone')) throw new Error(`keystone ended:\n${lastWords(keystoneDir, 'keystone')}`)
    return complaintAt(urlOf(), 5)
  })
}

/** Ends keystone; the apache in front of it answers 503 from then on. */
export async function stopKeystone(): Promise<void> {
  await endDaemons(keystoneDir, 'keystone')
  await rm(keystoneSocket, { force: true })
}

/** Whether keystone answers and is complete. The openrc is written last: without it, the previous start was cut short. */
async function answers(): Promise<boolean> {
  return daemonRuns(keystoneDir, 'keystone') && existsSync(openrcFile) && (await complaintAt(urlOf(), 5)) === undefined
}
