import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Daemon } from '../../host/daemon.ts'
import { run } from '../../host/run.ts'
import { identity, inKeystone, keystoneSocket, region, urlOf } from './place.ts'

/** Sets up Debian's keystone on a sqlite database of its own: schema, keys, and a first administrator in the domain Default. Takes some 5 s. */
export async function makeKeystone(): Promise<void> {
  writeFileSync(inKeystone('keystone.conf'), config, { mode: 0o600 })
  for (const folder of ['fernet', 'credential']) makeKeys(inKeystone(folder))
  const database = new DatabaseSync(inKeystone('keystone.db'))
  // Without WAL, two threads at once get "database is locked", and a caller gets an empty answer.
  database.exec('PRAGMA journal_mode=WAL')
  database.close()
  const manage = ['keystone-manage', '--config-file', inKeystone('keystone.conf'), '--config-dir', inKeystone('policy')]
  mkdirSync(inKeystone('policy'), { recursive: true })
  await run([...manage, 'db_sync'], { timeoutS: 120 })
  const endpoints = (['public', 'internal', 'admin'] as const).flatMap((kind) => [`--bootstrap-${kind}-url`, urlOf(kind)])
  const env = { OS_BOOTSTRAP_PASSWORD: identity().password }
  await run([...manage, 'bootstrap', '--bootstrap-region-id', region, ...endpoints], { timeoutS: 120, env })
}

/**
 * keystone on a socket that only apache reaches. It runs as one process, because its cache is in that process's memory. The processes of a charmed
 * keystone share a cache in memcached.
 */
export const keystoneDaemon: Daemon = {
  name: 'keystone',
  argv: [
    '/usr/bin/uwsgi_python3',
    ...['--socket', keystoneSocket, '--wsgi-file', '/usr/bin/keystone-wsgi-public', '--threads', '4', '--enable-threads'],
    ...['--need-app', '--buffer-size', '65535', '--disable-logging'],
  ],
  env: { OS_KEYSTONE_CONFIG_FILES: inKeystone('keystone.conf'), OS_KEYSTONE_CONFIG_DIR: inKeystone('policy') },
}

const config = `[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///${inKeystone('keystone.db')}
[token]
provider = fernet
expiration = 3600
[fernet_tokens]
key_repository = ${inKeystone('fernet')}
[fernet_receipts]
key_repository = ${inKeystone('fernet')}
[credential]
key_repository = ${inKeystone('credential')}
[oslo_policy]
enforce_scope = false
[identity]
password_hash_rounds = 4
[cache]
enabled = true
backend = dogpile.cache.memory
[oslo_messaging_notifications]
driver = noop
`

/** Makes two keys of 32 bytes, like those of keystone-manage fernet_setup. That command is not used, because it takes 1.7 s. */
function makeKeys(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of ['0', '1'])
    writeFileSync(`${folder}/${name}`, randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_'), { mode: 0o600 })
}
