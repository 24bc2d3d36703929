import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { daemonRuns, endDaemons, lastWords, startDaemon } from '../../host/daemon.ts'
import { until } from '../../host/run.ts'
import type { Cloud } from './cloud.ts'
import { conductorDaemon } from './conductor.ts'
import { iniText } from './ini.ts'
import { settingsOf } from './settings.ts'

const name = 'magnum-conductor'

/** Restarts the conductor. The caller may change some of the driver's settings and the conductor's PATH. Resolves when the conductor serves. */
export async function restartConductor(
  cloud: Cloud,
  { settings = {}, path }: { readonly settings?: Readonly<Record<string, string>>; readonly path?: string } = {},
): Promise<void> {
  const { capi_helm, ...others } = settingsOf(cloud, 'magnum')
  const text = iniText({ ...others, capi_helm: { ...capi_helm, ...settings } })
  writeFileSync(join(cloud.dir, 'magnum', 'magnum.conf'), text, { mode: 0o600 })
  await endDaemons(cloud.dir, name)
  const before = starts(cloud)
  startDaemon(cloud.dir, conductorDaemon(cloud, path === undefined ? {} : { path }))
  await until('the conductor to serve', async () => {
    if (!daemonRuns(cloud.dir, name)) throw new Error(`the conductor ended:\n${lastWords(cloud.dir, name)}`)
    return starts(cloud) > before ? undefined : 'it is still starting'
  })
}

function starts({ dir }: Cloud): number {
  return readFileSync(join(dir, name, 'log'), 'utf8').split('Starting server in PID').length
}
