import { join } from 'node:path'
import { type ForeignPackage, folderOf, unpackForeign } from '../debian-suite.ts'

/** The Cluster API driver that the runbooks pin. Debian 12 has none; this one runs on its Magnum as it is. */
const driver: ForeignPackage = { name: 'python3-magnum-capi-helm', version: '1.4.0-*', suite: 'forky' }

/** What Python finds the driver by, once `fetchDriver` has resolved. */
export const driverPath = join(folderOf(driver), 'usr/lib/python3/dist-packages')

export async function fetchDriver(): Promise<void> {
  await unpackForeign(driver)
}
