import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { run } from './run.ts'
import { makeStateDir, state } from './state.ts'
import { applications, units, vips } from './table.ts'

export const caFile = state('pki', 'ca.crt')
export const caKey = state('pki', 'ca.key')
export const apiCert = { cert: state('pki', 'api.crt'), key: state('pki', 'api.key') }

/** Makes the lab's CA and the certificate of its APIs, unless they are there and good for another day. */
export async function makePki(): Promise<void> {
  makeStateDir('pki')
  if (existsSync(apiCert.cert) && (await stillGood())) return
  await run([
    ...request(caKey),
    '-x509',
    '-days',
    '120',
    '-subj',
    '/CN=lab CA',
    '-out',
    caFile,
    ...extension('basicConstraints=critical,CA:TRUE'),
    ...extension('keyUsage=critical,keyCertSign,cRLSign'),
  ])
  const csr = state('pki', 'api.csr')
  await run([...request(apiCert.key), '-subj', '/CN=lab API', '-out', csr])
  const extensions = state('pki', 'api.ext')
  const addresses = [...applications.flatMap(vips), ...units.flatMap((unit) => [unit.metal, unit.provider, unit.backend])]
  writeFileSync(
    extensions,
    `basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=${addresses.map((ip) => `IP:${ip}`).join(',')}\n`,
  )
  await run([
    'openssl',
    'x509',
    '-req',
    '-in',
    csr,
    '-CA',
    caFile,
    '-CAkey',
    caKey,
    '-CAcreateserial',
    '-days',
    '10',
    '-extfile',
    extensions,
    '-out',
    apiCert.cert,
  ])
}

async function stillGood(): Promise<boolean> {
  const { X509Certificate } = await import('node:crypto')
  return new X509Certificate(readFileSync(apiCert.cert)).validToDate.getTime() > Date.now() + 24 * 3600 * 1000
}

function request(key: string): string[] {
  return ['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key]
}

function extension(text: string): string[] {
  return ['-addext', text]
}
