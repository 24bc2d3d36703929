import { bareHost } from '../../formats/bare-host.ts'
import { CouldNotLook, type CouldNotLookKind } from '../could-not-look.ts'
import { ownFault, routeTo } from '../own-fault.ts'
import { called } from './cluster.ts'

interface Sentence {
  readonly kind: CouldNotLookKind
  readonly says: string
}

/** Sentences for failed connections, by error code of Node, OpenSSL or undici. */
const sentences: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: { kind: 'unreachable', says: 'refused the connection: the API server is not running, or the server is shut off' },
  EHOSTUNREACH: { kind: 'unreachable', says: 'cannot be reached: no route to the host' },
  ENOTFOUND: { kind: 'unreachable', says: 'cannot be reached: its name is not known to DNS' },
  ECONNRESET: { kind: 'unreachable', says: 'closed the connection half-way' },
  EPIPE: { kind: 'unreachable', says: 'closed the connection half-way' },
  UND_ERR_SOCKET: { kind: 'unreachable', says: 'closed the connection half-way' },
  ETIMEDOUT: { kind: 'timeout', says: 'did not answer the connection attempt' },
  UND_ERR_CONNECT_TIMEOUT: { kind: 'timeout', says: 'took too long to connect: something listens, but the TLS handshake does not end' },
  UND_ERR_HEADERS_TIMEOUT: { kind: 'timeout', says: 'took the question and never answered' },
  UND_ERR_BODY_TIMEOUT: { kind: 'timeout', says: 'stopped in the middle of its answer' },
  CERT_HAS_EXPIRED: { kind: 'untrusted', says: 'shows a TLS certificate that has expired' },
  CERT_NOT_YET_VALID: { kind: 'untrusted', says: 'shows a TLS certificate that is not valid yet: compare the clocks' },
  ERR_TLS_CERT_ALTNAME_INVALID: { kind: 'untrusted', says: 'shows a TLS certificate for another name' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { kind: 'untrusted', says: 'shows a TLS certificate that the CA in the kubeconfig did not sign' },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { kind: 'untrusted', says: 'shows a TLS certificate that the CA in the kubeconfig did not sign' },
  SELF_SIGNED_CERT_IN_CHAIN: { kind: 'untrusted', says: 'shows a TLS certificate from a different CA than the one in the kubeconfig' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { kind: 'untrusted', says: 'shows a self-signed TLS certificate that is not the CA in the kubeconfig' },
  CERT_SIGNATURE_FAILURE: {
    kind: 'untrusted',
    says: 'shows a TLS certificate of a CA that has the same name as the one in the kubeconfig, but a different key',
  },
}

/** Turns the error of a request into a sentence about the server, which begins e.g. `the management cluster's API at 10.6.0.20:6443`. */
export function unreachable(error: unknown, server: URL, key: string): CouldNotLook {
  const code = codeOf(error)
  const who = whoIs(server, key)
  const known = sentences[code]
  if (known) return new CouldNotLook(known.kind, key, `${who} ${known.says} (${code})`, { cause: error, ...remedyFor(known.kind, server) })
  if (/^ERR_(OSSL|SSL)|^EPROTO/.test(code)) {
    const fault = /PEM|X509|KEY/.test(code) ? 'credential' : 'untrusted'
    const says =
      fault === 'credential'
        ? 'cannot be asked: the client certificate or key in the kubeconfig is damaged'
        : 'does not speak TLS in a form that this program understands'
    return new CouldNotLook(fault, key, `${who} ${says} (${code})`, { cause: error, ...remedyFor('untrusted', server) })
  }
  const own = ownFault(code, server.href)
  if (own) return new CouldNotLook(own.kind, key, `${who} ${own.says} (${code})`, { cause: error, remedy: own.remedy })
  const said = error instanceof Error ? error.message : String(error)
  return new CouldNotLook('unreachable', key, `${who} could not be asked: ${said}`, { cause: error })
}

/** Why the signal aborted: the deadline passed, or the run ended. */
export function abandoned(signal: AbortSignal, server: URL, key: string): CouldNotLook {
  const late = signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
  if (!late)
    return new CouldNotLook('interrupted', 'interrupted', `the run ended before ${whoIs(server, key)} answered`, { cause: signal.reason })
  return new CouldNotLook('timeout', key, `${whoIs(server, key)} did not answer before the deadline`, {
    cause: signal.reason,
    ...remedyFor('timeout', server),
  })
}

/** `key` is the cluster's own, e.g. `kube mgmt`. */
export function whoIs(server: URL, key: string): string {
  return `${called(key.replace(/^kube /, ''))}'s API at ${server.host}`
}

function remedyFor(kind: CouldNotLookKind, server: URL): { remedy?: string } {
  const port = server.port || '443'
  const host = bareHost(server.hostname)
  if (kind === 'not-asked') return { remedy: routeTo(server.href) }
  if (kind === 'untrusted') return { remedy: `openssl s_client -connect ${server.hostname}:${port} -showcerts </dev/null` }
  return { remedy: `nc -vz -w 5 ${host} ${port}` }
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  if (typeof code === 'string') return code
  return cause ? codeOf(cause) : ''
}
