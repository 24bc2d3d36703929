import { generateKeyPairSync } from 'node:crypto'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { issue, makeCa } from './pki.ts'
import { gatesUser } from './rbac.ts'

/** Makes all certificates that the cluster's programs and users show each other, from the cluster's own CA. */
export async function makeCertificates(folder: string, address: string): Promise<void> {
  await makeCa(folder, 'capi-mgmt lab CA')
  const issued = [
    { file: 'apiserver', commonName: 'kube-apiserver', address },
    { file: 'apiserver-kubelet', commonName: 'kube-apiserver-kubelet-client', organization: 'system:masters' },
    { file: 'admin', commonName: 'lab-admin', organization: 'system:masters' },
    { file: 'gates', commonName: gatesUser },
  ]
  for (const subject of issued) await issue(folder, subject)
  await makeServiceAccountKey(folder)
}

async function makeServiceAccountKey(folder: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'sec1', format: 'pem' }), { mode: 0o600 })
  await chmod(folder, 0o700)
}
