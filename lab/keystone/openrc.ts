import { copyFileSync, writeFileSync } from 'node:fs'
import { admin, inDir, type Place, urlOf } from './place.ts'

/** The openrc of the runbook, 0600, and beside it the CA file it names. */
export function writeOpenrc(place: Place, project: string = admin.project, user: string = admin.user): string {
  const file = inDir(place, 'admin-openrc')
  const settings = {
    OS_AUTH_URL: urlOf(place),
    OS_IDENTITY_API_VERSION: '3',
    OS_REGION_NAME: 'RegionOne',
    OS_USERNAME: user,
    OS_PASSWORD: `'${place.password}'`,
    OS_USER_DOMAIN_NAME: admin.domain,
    OS_PROJECT_NAME: project,
    OS_PROJECT_DOMAIN_NAME: admin.domain,
    OS_CACERT: caCopyOf(place),
  }
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}=${value}\n`)
  writeFileSync(file, lines.join(''), { mode: 0o600 })
  return file
}

/** What OS_CACERT names: a copy, so that it can be spoilt alone. */
export function caCopyOf(place: Pick<Place, 'dir'>): string {
  return inDir(place, 'root-ca.pem')
}

export function writeCaCopy(place: Place): void {
  copyFileSync(place.ca.cert, caCopyOf(place))
}
