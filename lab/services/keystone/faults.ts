import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type Certificate, ca, caFile, issue, type KeyPair, makeCa, pairIn, sansOf } from '../../cloud/pki.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { signalDaemon } from '../../host/daemon.ts'
import { restartHaproxy, stopHaproxy } from '../haproxy/process.ts'
import { good, leader, show, signalFront } from './front.ts'
import { caCopy, writeCaCopy, writeOpenrc } from './openrc.ts'
import { admin, inKeystone, keystoneDir, outsider } from './place.ts'
import { startKeystone, stopKeystone } from './up.ts'

export const keystoneFaults: Faults = {
  'keystone-stopped': fault('keystone has ended; the apache in front of it answers 503', stopKeystone, startKeystone),
  'keystone-mute': fault(
    'keystone hangs (SIGSTOP): apache takes every request and answers none',
    async () => signalDaemon(keystoneDir, 'keystone', 'SIGSTOP'),
    async () => signalDaemon(keystoneDir, 'keystone', 'SIGCONT'),
  ),
  'keystone-refuses': fault(
    'nothing listens on the Keystone address: the connection is refused',
    () => stopHaproxy(leader),
    () => restartHaproxy(leader),
  ),
  'keystone-hangs': fault(
    'the program that listens on the Keystone address hangs (SIGSTOP): the TLS handshake never ends',
    () => signalFront('SIGSTOP'),
    () => signalFront('SIGCONT'),
  ),
  'certificate-expired': certificate('has expired', { days: -1 }),
  'certificate-by-name': certificate('names a host instead of the address', { sans: ['DNS:keystone.lab.test'] }),
  'certificate-untrusted': certificate('is signed by another CA', {}, () => makeCa(inKeystone('other-ca'), 'another root CA')),
  'project-scope-wrong': openrc('the openrc names a project the admin has no role in', 'admin_domain', admin.user),
  'user-without-project': openrc('the openrc’s user has no role in any project', admin.project, outsider),
  'ca-file-indented': fault(
    'the CA file of the openrc is indented, as in the output of the juju action it was copied from',
    async () => writeFileSync(caCopy, readFileSync(caFile, 'utf8').replace(/^(?=.)/gm, '    ')),
    async () => writeCaCopy(),
  ),
}

function fault(does: string, apply: () => Promise<void>, undo: () => Promise<void>): Fault {
  return { on: 'keystone', does, apply, undo }
}

function openrc(does: string, project: string, user: string): Fault {
  return fault(
    does,
    async () => writeOpenrc(project, user),
    async () => writeOpenrc(),
  )
}

function certificate(how: string, differently: Partial<Certificate>, by: () => Promise<KeyPair> = async () => ca): Fault {
  return fault(
    `the certificate that Keystone shows ${how}`,
    async () => {
      const folder = inKeystone('bad-certificate')
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const bad = pairIn(folder, 'api')
      await issue(await by(), bad, { name: 'lab Keystone', sans: sansOf(leader.app), ...differently })
      await show(bad)
    },
    () => show(good),
  )
}
