import { randomBytes, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../host/run.ts'
import { makeStateDir, state } from '../host/state.ts'
import { type Application, applications, unitsOf, vips } from './table.ts'

/** A certificate and its key as files, PEM. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

/** The content of a certificate to issue. */
export interface Certificate {
  readonly name: string
  /** `['IP:127.0.4.50']` */
  readonly sans: readonly string[]
  /** In how many days the certificate expires. Negative: it has expired. Absent: 90, well beyond what the gates want. */
  readonly days?: number
}

export const ca = pairIn(state('pki'), 'ca')
export const caFile = ca.cert

/** Makes the lab's CA and a certificate for each application, unless all exist and stay valid for longer than the gates want. */
export async function makePki(): Promise<void> {
  makeStateDir('pki')
  if (applications.every((app) => lasts(certificateOf(app)))) return
  await makeCa(state('pki'), 'lab CA')
  await Promise.all(applications.map((app) => issue(ca, certificateOf(app), { name: `lab ${app.name}`, sans: sansOf(app) })))
}

/** The certificate that every unit of an application shows. */
export function certificateOf({ name }: Application): KeyPair {
  return pairIn(state('pki'), name)
}

/** Every address at which an application is reached, as subjectAltName entries. */
export function sansOf(app: Application): string[] {
  return [...vips(app), ...unitsOf(app.name).flatMap((unit) => [unit.metal, unit.provider, unit.backend])].map((ip) => `IP:${ip}`)
}

export function pairIn(folder: string, name: string): KeyPair {
  return { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) }
}

/** Makes a CA in a folder: ca.crt and ca.key, 0600. */
export async function makeCa(folder: string, name: string): Promise<KeyPair> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const made = pairIn(folder, 'ca')
  const extensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  await run([...request(made.key, name), '-x509', '-days', '120', '-out', made.cert, ...extensions])
  chmodSync(made.key, 0o600)
  return made
}

/** Issues a certificate; the folder it goes to must exist. */
export async function issue(by: KeyPair, to: KeyPair, { name, sans, days = 90 }: Certificate): Promise<void> {
  const [csr, extensions] = [`${to.cert}.csr`, `${to.cert}.ext`]
  await run([...request(to.key, name), '-out', csr])
  writeFileSync(extensions, `basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=${sans.join(',')}\n`)
  // a random serial: with OpenSSL's file of serials, two certificates issued at once would get the same one
  const signed = ['-CA', by.cert, '-CAkey', by.key, '-set_serial', `0x${randomBytes(16).toString('hex')}`, '-days', String(days)]
  await run(['openssl', 'x509', '-req', '-in', csr, ...signed, '-extfile', extensions, '-out', to.cert])
  chmodSync(to.key, 0o600)
  for (const file of [csr, extensions]) rmSync(file)
}

/** Whether a certificate is there and stays valid for longer than the gates want. */
export function lasts({ cert }: KeyPair): boolean {
  const fortyDaysMs = 40 * 24 * 3600 * 1000
  return existsSync(cert) && new X509Certificate(readFileSync(cert)).validToDate.getTime() > Date.now() + fortyDaysMs
}

function request(key: string, name: string): string[] {
  return ['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-subj', `/CN=${name}`]
}
