import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../run.ts'
import { type Ca, inDir, type Place } from './place.ts'

/** What a certificate says, where it differs from the good one. */
export interface Certificate {
  /** Base name of its files. */
  readonly file: string
  /** `IP:127.0.2.5` */
  readonly san: string
  /** Negative: it has expired. */
  readonly days?: number
  readonly ca?: Ca
}

export const served = 'served'

/** Makes a CA in a folder: ca.crt and ca.key. */
export async function makeCa(folder: string, name: string): Promise<Ca> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const ca = { cert: join(folder, 'ca.crt'), key: join(folder, 'ca.key') }
  const extensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  await run([...request(ca.key, name), '-x509', '-days', '90', '-out', ca.cert, ...extensions])
  chmodSync(ca.key, 0o600)
  return ca
}

/** Issues a certificate into the folder's pki. */
export async function issue(place: Pick<Place, 'dir' | 'ca'>, { file, san, days = 90, ca = place.ca }: Certificate): Promise<void> {
  const path = (ending: string) => inDir(place, 'pki', `${file}.${ending}`)
  mkdirSync(inDir(place, 'pki'), { recursive: true, mode: 0o700 })
  await run([...request(path('key'), 'lab Keystone'), '-out', path('csr')])
  writeFileSync(path('ext'), `basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=${san}\n`)
  const signed = ['-CA', ca.cert, '-CAkey', ca.key, '-CAcreateserial', '-days', String(days), '-extfile', path('ext')]
  await run(['openssl', 'x509', '-req', '-in', path('csr'), ...signed, '-out', path('crt')])
  chmodSync(path('key'), 0o600)
}

/** Makes nginx's next start or reload show this one. */
export function serve(place: Pick<Place, 'dir'>, file: string): void {
  for (const ending of ['crt', 'key']) copyFileSync(inDir(place, 'pki', `${file}.${ending}`), inDir(place, 'pki', `${served}.${ending}`))
}

function request(key: string, name: string): string[] {
  return ['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-subj', `/CN=${name}`]
}
