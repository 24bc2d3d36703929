import { mkdirSync, readFileSync } from 'node:fs'
import { type Certificate, issue, type KeyPair, lasts, makeCa, pairIn } from '../../cloud/pki.ts'
import { state } from '../../host/state.ts'

const issuing = state('pki', 'octavia-issuing')
const controller = state('pki', 'octavia-controller')
const own = pairIn(controller, 'controller')

/**
 * Makes what an operator gives to charm-octavia as options, as the charm's README shows: a CA that signs the certificates of the amphorae, and another
 * CA with the certificate that it has signed for the controller. Does nothing while the first CA and the controller's certificate are there and stay
 * valid for longer than the gates want.
 */
export async function makeOctaviaCertificates(): Promise<void> {
  if ([pairIn(issuing, 'ca'), own].every(lasts)) return
  await makeCa(issuing, 'Octavia Issuing CA')
  await makeCa(controller, 'Octavia Controller CA')
  await issueOwn(own)
}

/** Path and content of the files that charm-octavia writes into /etc/octavia from the operator's options. */
export function octaviaCertificates(): Readonly<Record<string, string>> {
  return {
    '/etc/octavia/issuing_ca.pem': readFileSync(pairIn(issuing, 'ca').cert, 'utf8'),
    '/etc/octavia/controller_ca.pem': readFileSync(pairIn(controller, 'ca').cert, 'utf8'),
    [controllerFile]: controllerBundle(),
  }
}

export const controllerFile = '/etc/octavia/controller_cert.pem'

/** The controller's certificate with its key. */
export function controllerBundle(): string {
  return bundleOf(own)
}

/** An expired certificate for the controller, with its key. The certificate ended a day ago. */
export async function expiredBundle(): Promise<string> {
  const bad = pairIn(state('pki', 'octavia-expired'), 'controller')
  mkdirSync(state('pki', 'octavia-expired'), { recursive: true, mode: 0o700 })
  await issueOwn(bad, { days: -1 })
  return bundleOf(bad)
}

function issueOwn(to: KeyPair, differently: Partial<Certificate> = {}): Promise<void> {
  return issue(pairIn(controller, 'ca'), to, { name: 'octavia-controller', sans: ['DNS:octavia-controller'], ...differently })
}

function bundleOf({ cert, key }: KeyPair): string {
  return `${readFileSync(cert, 'utf8')}${readFileSync(key, 'utf8')}`
}
