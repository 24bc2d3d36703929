import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '../apache.ts'
import { issue, type KeyPair, pairIn } from '../pki.ts'
import type { Cloud } from './cloud.ts'
import { addressOf, apis, socketOf } from './table.ts'

/** Starts an apache of the cloud's own that ends TLS in front of every API, where no unit of the lab does. */
export async function startFront(cloud: Cloud, ca: KeyPair): Promise<void> {
  const certificate = pairIn(join(cloud.dir, 'pki'), 'api')
  await issue(ca, certificate, { name: 'lab API', sans: apis.map((api) => `IP:${addressOf(cloud, api)}`) })
  await serve(
    cloud.dir,
    'apache',
    apis.map((api) => ({ listens: [`${addressOf(cloud, api)}:${api.port}`], certificate, socket: socketOf(cloud, api) })),
  )
}

/** Octavia issues its amphorae's certificates from a copy of the CA. */
export function copyCa({ dir }: Pick<Cloud, 'dir'>, ca: KeyPair): void {
  const copy = pairIn(join(dir, 'pki'), 'ca')
  mkdirSync(join(dir, 'pki'), { recursive: true, mode: 0o700 })
  copyFileSync(ca.cert, copy.cert)
  copyFileSync(ca.key, copy.key)
}
