import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:tls'
import type { Fault, Faults } from '../faults/fault.ts'
import { alive, endOne, start } from '../kube/processes.ts'
import { until } from '../run.ts'
import { state } from '../state.ts'
import { nginx } from './front.ts'
import { caCopyOf, writeCaCopy, writeOpenrc } from './openrc.ts'
import { type Certificate, issue, makeCa, serve } from './pki.ts'
import { admin, inDir, outsider, type Place, placeIn, port } from './place.ts'
import { startKeystone, stopKeystone } from './up.ts'

/** The faults of one Keystone, by name. */
export function keystoneFaultsOf(dir: string): Faults {
  const place = () => placeIn(dir)
  return {
    'keystone-stopped': fault(
      'keystone has ended; what is in front of it answers 502',
      () => stopKeystone(place()),
      () => startKeystone(place()),
    ),
    'keystone-refuses': fault(
      'nobody listens on the Keystone address: the connection is refused',
      () => endOne(dir, 'nginx'),
      async () => start(dir, 'nginx', await nginx(place())),
    ),
    'keystone-hangs': fault(
      'what listens on the Keystone address hangs (SIGSTOP): the TLS handshake never ends',
      () => signal(dir, 'SIGSTOP'),
      () => signal(dir, 'SIGCONT'),
    ),
    'certificate-expired': certificate(dir, 'has expired', () => ({ file: 'expired', san: `IP:${place().address}`, days: -1 })),
    'certificate-by-name': certificate(dir, 'names a host and not the address', () => ({ file: 'by-name', san: 'DNS:keystone.lab.test' })),
    'certificate-untrusted': certificate(dir, 'is signed by another CA', async () => ({
      file: 'untrusted',
      san: `IP:${place().address}`,
      ca: await makeCa(inDir(place(), 'other-ca'), 'another root CA'),
    })),
    'project-scope-wrong': openrc(dir, 'the openrc names a project the admin has no role in', 'admin_domain', admin.user),
    'user-without-project': openrc(dir, 'the openrc’s user has no role in any project', admin.project, outsider),
    'ca-file-indented': fault(
      'the CA file of the openrc is indented, as cut out of the output of an action',
      async () => writeFileSync(caCopyOf(place()), readFileSync(place().ca.cert, 'utf8').replace(/^(?=.)/gm, '    ')),
      async () => writeCaCopy(place()),
    ),
  }
}

/** The faults of the lab's own Keystone. */
export const keystoneFaults: Faults = keystoneFaultsOf(state('keystone'))

function fault(does: string, apply: () => Promise<void>, undo: () => Promise<void>): Fault {
  return { on: 'keystone', does, apply, undo }
}

function openrc(dir: string, does: string, project: string, user: string): Fault {
  return fault(
    does,
    async () => void writeOpenrc(placeIn(dir), project, user),
    async () => void writeOpenrc(placeIn(dir)),
  )
}

function certificate(dir: string, how: string, make: () => Certificate | Promise<Certificate>): Fault {
  return fault(
    `the certificate of every API ${how}`,
    async () => {
      const wanted = await make()
      await issue(placeIn(dir), wanted)
      await show(placeIn(dir), wanted.file)
    },
    () => show(placeIn(dir), 'good'),
  )
}

/** Reloads nginx and waits until it shows the certificate. */
async function show(place: Place, file: string): Promise<void> {
  serve(place, file)
  await signal(place.dir, 'SIGHUP')
  const wanted = new X509Certificate(readFileSync(inDir(place, 'pki', `${file}.crt`))).fingerprint256
  await until('nginx to show the certificate', async () => ((await shown(place.address)) === wanted ? undefined : 'it shows another'))
}

function shown(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256)
      socket.destroy()
    })
    socket.once('error', () => resolve(undefined))
  })
}

/** The master alone accepts nothing, so all of nginx is meant. */
async function signal(dir: string, name: NodeJS.Signals): Promise<void> {
  const pid = await alive(dir, 'nginx')
  if (pid === undefined) throw new Error('the nginx in front of Keystone is not running')
  const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  for (const one of name === 'SIGHUP' ? [pid] : [pid, ...workers]) process.kill(one, name)
}
