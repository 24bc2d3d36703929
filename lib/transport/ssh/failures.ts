import { CouldNotLook, type CouldNotLookKind } from '../could-not-look.ts'
import { seconds } from '../cut-short.ts'
import { quoted } from './login-shell.ts'
import { at, endpoint, type Hop } from './options.ts'

/** How far a connection got. */
export type Stage = 'dialling' | 'greeting' | 'negotiating' | 'authenticating' | 'ready'

interface Failure {
  /** The pattern by which the failure is recognised in the code and the message of an error. */
  readonly raw: RegExp
  readonly says: (hop: Hop, raw: string) => string
  readonly remedy?: (hop: Hop) => string | undefined
  /** Absent: `unreachable`. */
  readonly kind?: CouldNotLookKind
  /** The key that identifies the root cause. Set when the cause is the same for every machine. Absent: the key of the hop is used. */
  readonly key?: string
}

/** The command that shows the state of sshd. It goes through Juju, because the Juju agent still answers when sshd does not. */
function showSshd({ unit }: Hop): string | undefined {
  const [, machine] = /^machine\/(.+)$/.exec(unit ?? '') ?? []
  if (machine !== undefined) return `juju exec --machine ${machine} -- systemctl status ssh`
  return unit?.includes('/') ? `juju exec --unit ${unit} -- systemctl status ssh` : undefined
}
function showNologin(hop: Hop): string | undefined {
  return showSshd(hop)?.replace(/systemctl status ssh$/, "'cat /run/nologin /etc/nologin; systemctl is-system-running'")
}
const from = ({ via }: Hop) => (via === undefined ? 'this machine' : `the jump host ${via}`)
const route = ({ address, via }: Hop) => `ip route get ${address}${via === undefined ? '' : `  # on the jump host ${via}`}`

const closedBeforeSsh: Failure = {
  raw: /Connection lost before handshake/,
  says: (hop) =>
    `${at(hop)} accepted the connection and closed it before it spoke SSH: too many connections (MaxStartups), or it has banned the address that we come from`,
  remedy: showSshd,
}

/** Raw texts of the kernel, ssh2 1.17 and OpenSSH 9.2, sorted by whose fault it is. A jump host passes on the words of its own kernel. */
const failures: readonly Failure[] = [
  {
    raw: /ECONNREFUSED|Connection refused/,
    says: (hop) => `${at(hop)} refused the connection: no sshd listens there, or a firewall rejects it`,
    remedy: showSshd,
  },
  {
    // This machine, the jump host or a router between them has no route. So the error says nothing about the machine that was to be asked.
    raw: /ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|Network is (?:unreachable|down)|Cannot assign requested address/,
    kind: 'not-asked',
    says: (hop) => `${from(hop)} has no way into the network of ${at(hop)}, so it was not asked`,
    remedy: route,
    key: 'ssh network',
  },
  {
    raw: /\b(?:EACCES|EPERM)\b/,
    kind: 'not-asked',
    says: (hop) =>
      `this machine does not let this account connect to ${at(hop)}, so it was not asked: a firewall rule or a route forbids it`,
    remedy: route,
    key: 'ssh firewall',
  },
  {
    raw: /\b(?:EMFILE|ENFILE|ENOBUFS|ENOMEM)\b/,
    kind: 'not-asked',
    says: (hop, raw) => `this machine has no file descriptor or memory left to connect to ${at(hop)}, so it was not asked: ${raw}`,
    remedy: () => 'ulimit -n; free -m',
    key: 'ssh files',
  },
  {
    raw: /EHOSTUNREACH|EHOSTDOWN|No route to host/,
    says: (hop) => `there is no route to ${at(hop)}: the machine is off, or its network is not reachable from here`,
    remedy: route,
  },
  {
    raw: /ENOTFOUND|EAI_AGAIN|Name or service not known|Temporary failure in name resolution|Unknown host/,
    says: ({ name, address }) => `the address of ${name} is not known: ${address} does not resolve`,
    remedy: ({ address }) => `getent hosts ${address}`,
  },
  {
    raw: /ETIMEDOUT|Connection timed out/,
    says: (hop) => `${at(hop)} did not answer: the machine is off, or a firewall drops the packets`,
    remedy: route,
  },
  closedBeforeSsh,
  {
    raw: /Invalid identification string|Max greeting (lines|line length) exceeded|Bad packet length|Exceeded max line length/,
    says: (hop) => `what listens at ${at(hop)} does not speak SSH`,
  },
  {
    raw: /no matching (.+)$/,
    kind: 'incompatible',
    says: (hop, raw) => `${at(hop)} and this program have nothing in common to encrypt with: ${raw}`,
    remedy: ({ user, address, port }) => `ssh -v -p ${port} ${user}@${address} true`,
  },
  {
    raw: /administratively prohibited|open failed|Connect failed/i,
    says: (hop, raw) => `the jump host cannot reach ${at(hop)}, or forbids forwarding to it (AllowTcpForwarding, PermitOpen): ${raw}`,
  },
  {
    raw: /Keepalive timeout/,
    says: (hop) => `${at(hop)} stopped answering`,
    remedy: showSshd,
  },
  { raw: /ECONNRESET|EPIPE/, says: (hop) => `${at(hop)} broke off the connection` },
]
const unknown: Failure = { raw: /./, says: (hop, raw) => `no connection to ${at(hop)}: ${raw}` }

/** An error of the kernel, of ssh2 or of the other side, as a sentence. While `stage` is `dialling` or `greeting`, the other side has said nothing. */
export function connectFailure(hop: Hop, cause: Error, stage?: Stage): CouldNotLook {
  const { says, remedy, kind = 'unreachable', key = hop.key } = failureOf(cause, stage)
  const paste = remedy?.(hop)
  return new CouldNotLook(kind, key, says(hop, cause.message), { ...(paste ? { remedy: paste } : {}), cause })
}

function failureOf(cause: Error, stage?: Stage): Failure {
  const raw = `${(cause as NodeJS.ErrnoException).code ?? ''} ${cause.message}`
  if ((stage === 'dialling' || stage === 'greeting') && /ECONNRESET|EPIPE/.test(raw)) return closedBeforeSsh
  return failures.find((one) => one.raw.test(raw)) ?? unknown
}

/** We gave up before the other side finished this stage. */
export function stalled(hop: Hop, stage: Stage, afterMs: number): CouldNotLook {
  const within = `within ${seconds(afterMs)} s`
  const says: Record<Stage, string> = {
    dialling: `${at(hop)} did not answer ${within}: the machine is off, or a firewall drops the packets`,
    greeting: `connected to ${at(hop)}, but it did not speak SSH ${within}: its sshd is stopped or overloaded`,
    negotiating: `${at(hop)} speaks SSH, but did not agree on keys ${within}: its sshd is stopped or overloaded, or large packets are lost on the way (MTU)`,
    authenticating: `${at(hop)} did not decide on the login of ${hop.user} ${within}`,
    ready: `${at(hop)} stopped answering`,
  }
  const remedy = stage === 'dialling' ? route(hop) : showSshd(hop)
  return new CouldNotLook('unreachable', hop.key, says[stage], remedy ? { remedy } : {})
}

/** The other side closed the connection. `said`: the last text that it sent before the login; most often there is none. */
export function closedEarly(hop: Hop, stage: Stage, said = ''): CouldNotLook {
  if (isClosedToUsers.test(said)) return closedToUsers(hop, said)
  const remedy = showSshd(hop)
  const when = stage === 'authenticating' ? `while ${hop.user} was logging in` : 'during the SSH handshake'
  const text = quoted(said)
  const why = text === '' ? '' : `; it said ${text}`
  return new CouldNotLook('unreachable', hop.key, `${at(hop)} closed the connection ${when}${why}`, remedy ? { remedy } : {})
}

/** pam_nologin's texts, written by systemd while a machine boots or shuts down. */
const isClosedToUsers = /unprivileged users are not permitted to log in/i

function closedToUsers(hop: Hop, said: string): CouldNotLook {
  const message = `${at(hop)} lets no account but root log in at the moment: it boots or shuts down, or somebody closed it; it said ${quoted(said.replaceAll('"', ''))}`
  return new CouldNotLook('unreachable', hop.key, message, { remedy: showNologin(hop) })
}

/** A working connection ended while a question was under way. */
export function lost(hop: Hop, asked: string, cause?: Error): CouldNotLook {
  const why = cause ? `: ${failureOf(cause).says(hop, cause.message)}` : ''
  const message = `${asked}: the connection to ${endpoint(hop)} was lost before the answer was complete${why}`
  return new CouldNotLook('unreachable', hop.key, message, cause ? { cause } : {})
}

/** The connection stands, but the server opened no session for this question. */
export function noSession(hop: Hop, asked: string, cause: Error): CouldNotLook {
  return new CouldNotLook(
    'unreachable',
    hop.key,
    `${asked}: ${at(hop)} is connected but opened no session for this question (MaxSessions reached, or commands are not permitted): ${cause.message}`,
    { cause },
  )
}
