/** A real OpenSSH server for tests: its own host key, configuration, accounts and sudo rules, on loopback. Needs root (mount namespace). */
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Test files may share a process, never a folder. */
const root = resolve(import.meta.dirname, '../../..', '.lab', `test-ssh-${process.pid}-${randomBytes(4).toString('hex')}`)
const account = { name: 'gates', uid: 64123 }
/**
 * The account's home. The server runs in its own mount namespace, where a test folder is mounted here: the account cannot
 * reach the folder at its real path.
 */
const home = '/mnt'

export interface Sshd {
  readonly address: string
  readonly port: number
  readonly pid: number
  readonly user: string
  /** `ssh-ed25519 AAAA…`, one a line, one per type. */
  readonly hostKeys: readonly string[]
  readonly logFile: string
  signal(name: NodeJS.Signals): void
  /** Ends the sshd processes that serve connections; the listener lives on. */
  cut(): void
  stop(): Promise<void>
}

export interface SshdOptions {
  /** Several servers may share an address, for speed. Default: an address of its own. */
  readonly address?: string
  readonly port?: number
  readonly keyTypes?: readonly string[]
  /** Lines of sshd_config. */
  readonly config?: readonly string[]
  /** Public keys that may log in. */
  readonly authorized: readonly string[]
  readonly sudoers?: string
  /** The account's login shell. Default `/bin/bash`. */
  readonly shell?: string
  /** The account's `.bashrc`, which bash reads for every command over SSH as well. Absent: none. */
  readonly bashrc?: string
}

let count = 0

export async function startSshd({
  address = '127.0.0.1',
  port,
  keyTypes = ['ed25519'],
  config = [],
  authorized,
  sudoers = '',
  shell = '/bin/bash',
  bashrc,
}: SshdOptions): Promise<Sshd> {
  const folder = testFolder(`sshd-${++count}`)
  const inFolder = (name: string, text: string, mode = 0o644) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    chmodSync(path, mode)
    return path
  }
  mkdirSync('/run/sshd', { recursive: true })
  for (const name of ['home', 'etc', 'work']) mkdirSync(join(folder, name))
  const listenPort = port ?? (await freePort(address))
  const keys = keyTypes.map((type) => makeKey(join(folder, `host_${type}`), type))
  const logFile = join(folder, 'log')
  inFolder('home/authorized_keys', `${authorized.join('\n')}\n`)
  if (bashrc !== undefined) inFolder('home/.bashrc', bashrc)
  inFolder(
    'etc/passwd',
    `root:x:0:0:root:/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n${account.name}:x:${account.uid}:${account.uid}::${home}:${shell}\n`,
  )
  inFolder('etc/shadow', `root:*:19000:0:99999:7:::\n${account.name}:*:19000:0:99999:7:::\n`, 0o600)
  inFolder('etc/sudoers', `Defaults !fqdn\n${sudoers}\n`, 0o440)
  const lines = [
    `ListenAddress ${address}:${listenPort}`,
    ...keys.map(({ file }) => `HostKey ${file}`),
    `AuthorizedKeysFile ${home}/authorized_keys`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UseDNS no',
    'MaxStartups 100',
    'LogLevel DEBUG1',
    ...config,
  ]
  const sshdConfig = inFolder('sshd_config', `${lines.join('\n')}\n`)
  // An overlay, because a bind mount over a single file of /etc is lost when another program replaces that file, as useradd does.
  const mounts = [
    `mount -t overlay overlay -o lowerdir=/etc,upperdir=${folder}/etc,workdir=${folder}/work /etc`,
    `mount --bind ${folder}/home ${home}`,
  ]
  const script = `${mounts.join(' && ')} && exec /usr/sbin/sshd -D -f ${sshdConfig} -E ${logFile}`
  const child = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script], { stdio: 'ignore' })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const pid = child.pid ?? 0
  await listening(logFile, child)
  return {
    address,
    port: listenPort,
    pid,
    user: account.name,
    hostKeys: keys.map(({ publicKey }) => publicKey),
    logFile,
    signal: (name) => void process.kill(pid, name),
    cut: () => killAll(sshdsUnder(pid)),
    async stop() {
      killAll([...sshdsUnder(pid), pid])
      await ended
    },
  }
}

/** Makes a new key pair. Returns the path of the private key, and the text of the public key. */
export function makeKey(file: string, type = 'ed25519', passphrase = ''): { readonly file: string; readonly publicKey: string } {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', '', '-f', file])
  return { file, publicKey: readFileSync(`${file}.pub`, 'utf8').trim() }
}

/** A new, empty folder; `removeTestFolders` takes all of them away. */
export function testFolder(name: string): string {
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  return folder
}

export function removeTestFolders(): void {
  rmSync(root, { recursive: true, force: true })
}

/** The number of a port that is free now; listens only to find it. */
export async function freePort(address: string): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, address, done))
  const bound = server.address()
  await new Promise((done) => server.close(done))
  return typeof bound === 'object' && bound ? bound.port : 0
}

async function listening(logFile: string, child: { readonly exitCode: number | null }): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const log = readOr(logFile, '')
    if (log.includes('Server listening')) return
    if (child.exitCode !== null) break
    await sleep(10)
  }
  throw new Error(`sshd did not start:\n${readOr(logFile, '(no log)')}`)
}

function sshdsUnder(pid: number): readonly number[] {
  const children = readOr(`/proc/${pid}/task/${pid}/children`, '').split(' ').filter(Boolean).map(Number)
  const sshds = children.filter((one) => readOr(`/proc/${one}/comm`, '').trim() === 'sshd')
  return sshds.flatMap((one) => [...sshdsUnder(one), one])
}

/** A process in the list may already be gone, because killing one sshd can make another one exit. */
function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

function readOr(path: string, absent: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return absent
  }
}
