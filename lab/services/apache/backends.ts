import { certificateOf, type KeyPair } from '../../cloud/pki.ts'
import { frontedUnits, type Unit } from '../../cloud/table.ts'
import { daemonRuns, endDaemons } from '../../host/daemon.ts'
import { makeStateDir, state } from '../../host/state.ts'
import { serve, startAgain, type TlsHost } from './apache.ts'

const dir = state('apache')

/** The uwsgi socket, by the application's name. For an application that is not listed, apache itself answers as a stand-in. */
export type Programs = Readonly<Record<string, string>>

/** Starts the apache of every unit's API. Does not touch an apache that already serves what is wanted. */
export async function startBackends(programs: Programs): Promise<void> {
  makeStateDir('apache')
  await Promise.all(frontedUnits.map((unit) => serve(dir, unit.host, hostOf(unit, programs))))
}

export function stopBackends(): Promise<void> {
  return endDaemons(dir)
}

export function backendsRun(): boolean {
  return daemonRuns(dir)
}

/** Makes the apache of one unit stop or start answering; resolves once the port is closed or open. */
export async function setBackend(unit: Unit, answers: boolean): Promise<void> {
  await (answers ? startAgain(dir, unit.host) : endDaemons(dir, unit.host))
}

/** Makes the apache of one unit show `certificate` in place of the certificate of the unit's application. */
export async function showCertificate(unit: Unit, programs: Programs, certificate: KeyPair): Promise<void> {
  await serve(dir, unit.host, hostOf(unit, programs, certificate))
}

function hostOf(unit: Unit, programs: Programs, certificate = certificateOf(unit.app)): TlsHost {
  const listens = unit.app.services.map(({ port }) => `${unit.backend}:${port - 10}`)
  const socket = programs[unit.app.name]
  return { listens, certificate, ...(socket === undefined ? {} : { socket }) }
}
