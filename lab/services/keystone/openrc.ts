import { copyFileSync, writeFileSync } from 'node:fs'
import { caFile } from '../../cloud/pki.ts'
import { admin, identity, inKeystone, openrcFile, region } from './place.ts'

/** The file that OS_CACERT names. It is a copy of the CA, so that a fault can damage the copy and leave the CA itself intact. */
export const caCopy = inKeystone('root-ca.pem')

/** Writes the openrc of the runbook. */
export function writeOpenrc(project: string = admin.project, user: string = admin.user): void {
  const { url, password } = identity()
  const settings = {
    OS_AUTH_URL: url,
    OS_IDENTITY_API_VERSION: '3',
    OS_REGION_NAME: region,
    OS_USERNAME: user,
    OS_PASSWORD: `'${password}'`,
    OS_USER_DOMAIN_NAME: admin.domain,
    OS_PROJECT_NAME: project,
    OS_PROJECT_DOMAIN_NAME: admin.domain,
    OS_CACERT: caCopy,
  }
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}=${value}\n`)
  writeFileSync(openrcFile, lines.join(''), { mode: 0o600 })
}

export function writeCaCopy(): void {
  copyFileSync(caFile, caCopy)
}
