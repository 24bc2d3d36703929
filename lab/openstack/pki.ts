import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../run.ts'
import type { Cloud } from './cloud.ts'
import { addressOf, apis } from './table.ts'

/** A CA as files, PEM. */
export interface Ca {
  readonly cert: string
  readonly key: string
}

export function certificateOf({ dir }: Pick<Cloud, 'dir'>): { readonly cert: string; readonly key: string } {
  return { cert: join(dir, 'pki', 'api.crt'), key: join(dir, 'pki', 'api.key') }
}

/** Issues one certificate for the addresses of all APIs. A copy of the CA stays beside it: octavia issues its amphorae's from it. */
export async function issueCertificate(cloud: Cloud, ca: Ca): Promise<void> {
  const file = (name: string) => join(cloud.dir, 'pki', name)
  mkdirSync(join(cloud.dir, 'pki'), { recursive: true, mode: 0o700 })
  copyFileSync(ca.cert, file('ca.crt'))
  copyFileSync(ca.key, file('ca.key'))
  const { cert, key } = certificateOf(cloud)
  const addresses = apis.map((api) => `IP:${addressOf(cloud, api)}`).join(',')
  writeFileSync(file('api.ext'), `basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=${addresses}\n`)
  await run([
    'openssl',
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    key,
    '-subj',
    '/CN=lab API',
    '-out',
    file('api.csr'),
  ])
  const signed = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '60', '-extfile', file('api.ext')]
  await run(['openssl', 'x509', '-req', '-in', file('api.csr'), ...signed, '-out', cert])
}
