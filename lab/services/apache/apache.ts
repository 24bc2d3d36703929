import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyPair } from '../../cloud/pki.ts'
import { accepts } from '../../cloud/ports.ts'
import { daemonRuns, endDaemons, lastWords, startDaemon } from '../../host/daemon.ts'
import { until } from '../../host/run.ts'

/** Where an apache terminates TLS, and the program that answers behind it. */
export interface TlsHost {
  /** `127.0.3.1:4990` */
  readonly listens: readonly string[]
  readonly certificate: KeyPair
  /** The uwsgi socket that apache hands requests over to. Absent: apache itself answers in place of the application. */
  readonly socket?: string
}

/**
 * Starts an apache that serves this host, with its files in the folder `name` of `dir`. If that apache already runs with the same configuration,
 * it is not restarted. Resolves when apache listens.
 */
export async function serve(dir: string, name: string, host: TlsHost): Promise<void> {
  const text = configOf(join(dir, name), host)
  const file = join(dir, name, 'apache.conf')
  if (daemonRuns(dir, name) && existsSync(file) && readFileSync(file, 'utf8') === text) return
  await endDaemons(dir, name)
  writeDocuments(documentsOf(join(dir, name)))
  writeFileSync(file, text, { mode: 0o600 })
  await startAgain(dir, name)
}

/** Starts an apache with its last configuration. An apache that already runs is not restarted. Resolves when apache listens. */
export async function startAgain(dir: string, name: string): Promise<void> {
  const file = join(dir, name, 'apache.conf')
  const [, place = ''] = /^Listen (.+)$/m.exec(readFileSync(file, 'utf8')) ?? []
  // apache runs as www-data but keeps root's capabilities: it hands requests to sockets, and only root may look into the folders of those sockets
  const argv = ['setpriv', '--securebits', '+no_setuid_fixup', 'apache2', '-DFOREGROUND', '-f', file]
  startDaemon(dir, { name, argv })
  await until(`apache at ${place}`, async () => {
    if (!daemonRuns(dir, name)) throw new Error(`apache ended:\n${lastWords(dir, name)}`)
    return accepts(place)
  })
}

/**
 * Writes the files that apache itself answers with. The haproxy of every unit checks apache every second. If the WSGI programs answered these checks,
 * the checks would put load on them.
 */
function writeDocuments(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const [path, text] of Object.entries(documents)) writeFileSync(join(folder, path), text)
}

/**
 * The files from which apache itself answers; `other.json` is the answer for every path that is not the name of another file. In front of a WSGI
 * program, apache uses only `healthcheck`.
 */
const documents = {
  healthcheck: 'OK\n',
  v3: JSON.stringify({ version: { id: 'v3.14', status: 'stable', links: [] } }),
  'other.json': '{}',
}

function configOf(folder: string, host: TlsHost): string {
  return `ServerRoot /usr/lib/apache2
ServerName localhost
${modules.map((name) => `LoadModule ${name}_module modules/mod_${name}.so\n`).join('')}User www-data
Group www-data
PidFile ${join(folder, 'apache.pid')}
ErrorLog /dev/stderr
LogLevel error
ServerLimit 1
StartServers 1
ThreadsPerChild 32
MaxRequestWorkers 32
MinSpareThreads 1
MaxSpareThreads 32
# With Debian's values (5 s, 100 requests), the number of connections that a run needs would depend on how fast this machine is
KeepAliveTimeout 75
MaxKeepAliveRequests 0
${hostOf(documentsOf(folder), host)}`
}

const modules = ['mpm_event', 'authz_core', 'dir', 'ssl', 'proxy', 'proxy_uwsgi']

function hostOf(documents: string, { listens, certificate: { cert, key }, socket }: TlsHost): string {
  // a reissued certificate changes the digest, and with it this configuration: so apache is restarted and serves the new certificate
  const digest = createHash('sha256').update(readFileSync(cert)).digest('hex')
  return `${listens.map((place) => `Listen ${place}\n`).join('')}<VirtualHost ${listens.join(' ')}>
  ServerName localhost
  SSLEngine on
  # ${digest}
  SSLCertificateFile ${cert}
  SSLCertificateKeyFile ${key}
  DocumentRoot ${documents}
  <Directory ${documents}>
    ForceType application/json
    FallbackResource /other.json
  </Directory>
  AllowEncodedSlashes NoDecode
${socket === undefined ? '' : `  ProxyPass /healthcheck !\n  ProxyPass / unix:${socket}|uwsgi://localhost/ retry=0 timeout=120\n`}</VirtualHost>
`
}

function documentsOf(folder: string): string {
  return join(folder, 'documents')
}
