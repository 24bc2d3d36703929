import { chmodSync, chownSync, copyFileSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { helm } from '../../cloud/tools.ts'
import type { Layer } from '../../host/layer.ts'
import { state } from '../../host/state.ts'
import { makeTables } from '../tables.ts'

export const defaultFile = '/etc/default/magnum-conductor'
export const confDir = '/etc/magnum/magnum.conf.d'
/** The only correct content of the conductor's file in /etc/default: it appends to DAEMON_ARGS, so that --config-file survives. */
export const goodDefault = `DAEMON_ARGS="$DAEMON_ARGS --config-dir ${confDir}"\n`
const capiHelm = '[capi_helm]\nkubeconfig_file = /etc/magnum/kubeconfig\ndefault_helm_chart_version = 0.25.1\n'

const database = state('magnum.sqlite')

/** Adds Debian's magnum-conductor with the driver's settings. Also adds helm, with a link in /usr/bin, which is on the init script's PATH. */
export function addConductor(layer: Layer): void {
  const owner = statSync('/etc/magnum')
  layer.folder('/etc/magnum', { owner, mode: 0o750 })
  layer.file('/etc/magnum/magnum.conf', conductorConfig, { owner, mode: 0o640 })
  addDriverSettings(layer.root)
  layer.file(defaultFile, goodDefault)
  layer.folder('/var/lib/magnum', { owner: { uid: owner.uid, gid: owner.gid } })
  layer.file('/var/lib/magnum/magnum.sqlite', readFileSync(database), { owner, mode: 0o600 })
  copyFileSync(helm(), layer.place('/usr/local/bin/helm'))
  chmodSync(layer.place('/usr/local/bin/helm'), 0o755)
  symlinkSync('/usr/local/bin/helm', layer.place('/usr/bin/helm'))
}

/** Writes the driver's settings file. `root` is the folder of a layer, or the root of a running unit's file system. */
export function addDriverSettings(root: string): void {
  const { uid, gid } = statSync('/etc/magnum')
  for (const [path, mode, text] of [
    [confDir, 0o750, undefined],
    [`${confDir}/90-capi-helm.conf`, 0o640, capiHelm],
  ] as const) {
    const full = join(root, path)
    if (text === undefined) mkdirSync(full, { recursive: true })
    else writeFileSync(full, text)
    chownSync(full, uid, gid)
    chmodSync(full, mode)
  }
}

/** The conductor's own database, without a row. */
export function makeConductorsDatabase(): Promise<void> {
  return makeTables(database, 'magnum.db.sqlalchemy.models', 'magnum.db.sqlalchemy.models.Base')
}

const conductorConfig = `[DEFAULT]
transport_url = fake:/
state_path = /var/lib/magnum
[database]
connection = sqlite:////var/lib/magnum/magnum.sqlite
[conductor]
workers = 1
[certificates]
cert_manager_type = x509keypair
[oslo_messaging_notifications]
driver = noop
`
