import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { signalDaemon } from '../daemon.ts'
import type { Fault, Faults } from '../faults/fault.ts'
import { type Certificate, issue, type KeyPair, makeCa, pairIn } from '../pki.ts'
import type { Front } from './front.ts'
import { caCopyOf, writeCaCopy, writeOpenrc } from './openrc.ts'
import { admin, inDir, outsider, placeIn } from './place.ts'
import { startKeystone, stopKeystone } from './up.ts'

/** The faults of one Keystone, by name. */
export function keystoneFaultsOf(dir: string, front: Front): Faults {
  const place = () => placeIn(dir)
  return {
    'keystone-stopped': fault(
      'keystone has ended; the apache in front of it answers 503',
      () => stopKeystone(place()),
      () => startKeystone(place()),
    ),
    'keystone-mute': fault(
      'keystone hangs (SIGSTOP): apache takes every request and answers none',
      async () => signalDaemon(dir, 'keystone', 'SIGSTOP'),
      async () => signalDaemon(dir, 'keystone', 'SIGCONT'),
    ),
    'keystone-refuses': fault('nobody listens on the Keystone address: the connection is refused', front.stop, front.start),
    'keystone-hangs': fault(
      'what listens on the Keystone address hangs (SIGSTOP): the TLS handshake never ends',
      () => front.signal('SIGSTOP'),
      () => front.signal('SIGCONT'),
    ),
    'certificate-expired': certificate(dir, front, 'has expired', { days: -1 }),
    'certificate-by-name': certificate(dir, front, 'names a host and not the address', { sans: ['DNS:keystone.lab.test'] }),
    'certificate-untrusted': certificate(dir, front, 'is signed by another CA', {}, () =>
      makeCa(inDir({ dir }, 'other-ca'), 'another root CA'),
    ),
    'project-scope-wrong': openrc(dir, 'the openrc names a project the admin has no role in', 'admin_domain', admin.user),
    'user-without-project': openrc(dir, 'the openrc’s user has no role in any project', admin.project, outsider),
    'ca-file-indented': fault(
      'the CA file of the openrc is indented, as cut out of the output of an action',
      async () => writeFileSync(caCopyOf(place()), readFileSync(place().ca.cert, 'utf8').replace(/^(?=.)/gm, '    ')),
      async () => writeCaCopy(place()),
    ),
  }
}

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

function certificate(
  dir: string,
  front: Front,
  how: string,
  differently: Partial<Certificate>,
  by: () => Promise<KeyPair> = async () => placeIn(dir).ca,
): Fault {
  return fault(
    `the certificate that Keystone shows ${how}`,
    async () => {
      const folder = inDir({ dir }, 'bad-certificate')
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const bad = pairIn(folder, 'api')
      await issue(await by(), bad, { name: 'lab Keystone', sans: front.sans, ...differently })
      await front.show(bad)
    },
    () => front.show(front.good),
  )
}
