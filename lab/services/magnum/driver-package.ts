import { join } from 'node:path'
import { type ForeignPackage, folderOf, unpackForeign } from '../debian-suite.ts'

/** The Cluster API driver that the runbooks pin. Debian 12 does not have it; this package runs unchanged with Debian 12's Magnum. */
const driver: ForeignPackage = { name: 'python3-magnum-capi-helm', version: '1.4.0-*', suite: 'forky' }

/** The folder in which Python finds the driver, once `fetchDriver` has resolved. */
export const driverPath = join(folderOf(driver), 'usr/lib/python3/dist-packages')

export async function fetchDriver(): Promise<void> {
  await unpackForeign(driver)
}
