import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { daemonRuns, endDaemons, lastWords, startDaemon } from './daemon.ts'
import type { KeyPair } from './pki.ts'
import { until } from './run.ts'

/** Where an apache ends TLS, and who answers there. */
export interface TlsHost {
  /** `127.0.3.1:4990` */
  readonly listens: readonly string[]
  readonly certificate: KeyPair
  /** The uwsgi socket that requests are handed over to. Absent: apache answers itself, a stand-in. */
  readonly socket?: string
  /** What a stand-in answers, by path; `{}` to all else. */
  readonly answers?: Readonly<Record<string, unknown>>
}

/** Makes the apache of a folder serve these hosts, starting it anew unless it does; resolves when it listens. */
export async function serve(dir: string, name: string, hosts: readonly TlsHost[]): Promise<void> {
  const text = configOf(join(dir, name), hosts)
  const file = join(dir, name, 'apache.conf')
  if (daemonRuns(dir, name) && existsSync(file) && readFileSync(file, 'utf8') === text) return
  await endDaemons(dir, name)
  for (const [index, host] of hosts.entries()) writeDocuments(documentsOf(join(dir, name), index), host)
  writeFileSync(file, text, { mode: 0o600 })
  await startAgain(dir, name)
}

/** Starts an apache on the configuration it had last, unless it runs; resolves when it listens. */
export async function startAgain(dir: string, name: string): Promise<void> {
  const file = join(dir, name, 'apache.conf')
  const [, host = '', port] = /^Listen (.+):(\d+)$/m.exec(readFileSync(file, 'utf8')) ?? []
  // as www-data, but with root's capabilities: the sockets it hands over to lie where only root may look
  const argv = ['setpriv', '--securebits', '+no_setuid_fixup', 'apache2', '-DFOREGROUND', '-f', file]
  startDaemon(dir, { name, argv })
  await until(`apache at ${host}:${port}`, async () => {
    if (!daemonRuns(dir, name)) throw new Error(`apache ended:\n${lastWords(dir, name)}`)
    return (await accepts(host, Number(port))) ? undefined : 'nobody listens'
  })
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const done = (does: boolean) => {
      socket.destroy()
      resolve(does)
    }
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
  })
}

/** haproxy's checks come every second from every peer, so apache answers them: WSGI programs have more to do. */
function writeDocuments(folder: string, { answers = {} }: TlsHost): void {
  rmSync(folder, { recursive: true, force: true })
  const json = Object.entries(answers).map(([path, document]) => [path === '/' ? '/index.json' : path, JSON.stringify(document)] as const)
  for (const [path, text] of [['/healthcheck', 'OK\n'], ['/other.json', '{}'], ...json] as const) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, text)
  }
}

function configOf(folder: string, hosts: readonly TlsHost[]): string {
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
# Debian's are 5 s and 100 requests: then the connections a run needs would depend on how fast this machine is
KeepAliveTimeout 75
MaxKeepAliveRequests 0
${hosts.map((host, index) => hostOf(documentsOf(folder, index), host)).join('')}`
}

const modules = ['mpm_event', 'authz_core', 'dir', 'ssl', 'proxy', 'proxy_uwsgi']

function hostOf(documents: string, { listens, certificate: { cert, key }, socket }: TlsHost): string {
  // a certificate that was issued anew changes this text, and so is shown
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
    DirectoryIndex index.json
    FallbackResource /other.json
  </Directory>
  AllowEncodedSlashes NoDecode
${socket === undefined ? '' : `  ProxyPass /healthcheck !\n  ProxyPass / unix:${socket}|uwsgi://localhost/ retry=0 timeout=120\n`}</VirtualHost>
`
}

function documentsOf(folder: string, index: number): string {
  return join(folder, `documents-${index}`)
}
