import { CouldNotLook, type CouldNotLookKind } from '../could-not-look.ts'
import { seconds } from '../cut-short.ts'
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
}

/** The command that shows the state of sshd. It goes through Juju, because the Juju agent still answers when sshd does not. */
function showSshd({ unit }: Hop): string | undefined {
  const [, machine] = /^machine\/(.+)$/.exec(unit ?? '') ?? []
  if (machine !== undefined) return `juju exec --machine ${machine} -- systemctl status ssh`
  return unit?.includes('/') ? `juju exec --unit ${unit} -- systemctl status ssh` : undefined
}
const route = ({ address }: Hop) => `ip route get ${address}`

/** Raw texts of the kernel, ssh2 1.17 and OpenSSH 9.2, sorted by whose fault it is. A jump host passes on the words of its own kernel. */
const failures: readonly Failure[] = [
  {
    raw: /ECONNREFUSED|Connection refused/,
    says: (hop) => `${at(hop)} refused the connection: no sshd listens there, or a firewall rejects it`,
    remedy: showSshd,
  },
  {
    raw: /EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|No route to host|Network is unreachable/,
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
  {
    raw: /Connection lost before handshake/,
    says: (hop) =>
      `${at(hop)} accepted the connection and closed it before it spoke SSH: too many connections (MaxStartups), or it has banned the address that we come from`,
  },
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

/** An error of the kernel, of ssh2 or of the other side, as a sentence. */
export function connectFailure(hop: Hop, cause: Error): CouldNotLook {
  const { says, remedy, kind = 'unreachable' } = failureOf(cause)
  const paste = remedy?.(hop)
  return new CouldNotLook(kind, hop.key, says(hop, cause.message), { ...(paste ? { remedy: paste } : {}), cause })
}

function failureOf(cause: Error): Failure {
  const raw = `${(cause as NodeJS.ErrnoException).code ?? ''} ${cause.message}`
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

/** The other side closed the connection without saying why. */
export function closedEarly(hop: Hop, stage: Stage): CouldNotLook {
  const remedy = showSshd(hop)
  const when = stage === 'authenticating' ? `while ${hop.user} was logging in` : 'during the SSH handshake'
  return new CouldNotLook('unreachable', hop.key, `${at(hop)} closed the connection ${when}`, remedy ? { remedy } : {})
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
