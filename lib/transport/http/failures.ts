import { certificateProblem, showing } from '../../formats/certificate-problems.ts'
import { CouldNotLook, type CouldNotLookKind } from '../could-not-look.ts'
import { ownFault, routeTo } from '../own-fault.ts'
import { shellLine } from '../question.ts'

/** Who was asked and with what. */
export interface Asked {
  /** `https://10.12.4.50:5000` */
  readonly origin: string
  readonly caFile: string
}

interface Sentence {
  readonly kind: CouldNotLookKind
  readonly says: string
  /** Makes the command to paste next. When it is absent, the command is curl to the origin. */
  readonly remedy?: (asked: Asked) => string
}

const resolve = ({ origin }: Asked) => `getent hosts ${new URL(origin).hostname}`
const route = ({ origin }: Asked) => routeTo(origin)

/** Sentences for questions that got no answer, by error code of the kernel, Node, OpenSSL or undici. */
const sentences: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: { kind: 'unreachable', says: 'refused the connection: nobody listens there, or nobody holds the address' },
  EHOSTUNREACH: { kind: 'unreachable', says: 'cannot be reached: no host answers for its address', remedy: route },
  ENOTFOUND: { kind: 'unreachable', says: 'cannot be reached: its name is not known to DNS', remedy: resolve },
  ECONNRESET: { kind: 'unreachable', says: 'closed the connection half-way' },
  EPIPE: { kind: 'unreachable', says: 'closed the connection half-way' },
  UND_ERR_SOCKET: { kind: 'unreachable', says: 'closed the connection half-way' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { kind: 'unreachable', says: 'sent a shorter answer than it had announced' },
  ETIMEDOUT: { kind: 'timeout', says: 'did not answer the connection attempt: the packets are lost on the way', remedy: route },
  CONNECT_TIMEOUT: { kind: 'timeout', says: 'did not answer the connection attempt: the packets are lost on the way', remedy: route },
  TLS_TIMEOUT: { kind: 'timeout', says: 'accepted the connection and never finished the TLS handshake: what listens there hangs' },
}

/** Turns the error of a request into a sentence about the host and port that the request went to. */
export function unreachable(error: unknown, asked: Asked): CouldNotLook {
  const code = codeOf(error)
  const where = hostOf(asked.origin)
  const known = sentences[code] ?? ofThisMachine(code, asked) ?? ofCertificate(code) ?? ofTls(code)
  const { kind, says, remedy = ask } = known ?? { kind: 'unreachable', says: `could not be asked: ${messageOf(error)}` }
  return new CouldNotLook(kind, keyOf(asked.origin), `${where} ${says}${code === '' ? '' : ` (${code})`}`, {
    cause: error,
    remedy: remedy(asked),
  })
}

/** The CouldNotLook key of everything that fails at one host and port. */
export function keyOf(origin: string): string {
  return `https ${hostOf(origin)}`
}

/** The host and port of a URL: `10.12.4.50:5000`. A default port (80 or 443) is written out as well. */
export function hostOf(origin: string): string {
  const { hostname, port, protocol } = new URL(origin)
  return `${hostname}:${port || (protocol === 'http:' ? '80' : '443')}`
}

function ask({ origin, caFile }: Asked): string {
  return shellLine(['curl', '-sS', '--cacert', caFile, `${origin}/`])
}

function ofThisMachine(code: string, { origin }: Asked): Sentence | undefined {
  const own = ownFault(code, origin)
  return own && { ...own, remedy: () => own.remedy }
}

function ofCertificate(code: string): Sentence | undefined {
  const shows = showing(code)
  if (!shows) return undefined
  return {
    kind: 'untrusted',
    says: `shows a TLS certificate that ${certificateProblem(code)}`,
    remedy: ({ origin }) =>
      `openssl s_client -connect ${hostOf(origin)} </dev/null | ${shellLine(['openssl', 'x509', '-noout', ...shows])}`,
  }
}

function ofTls(code: string): Sentence | undefined {
  return /^ERR_(?:OSSL|SSL)|^EPROTO|^HPE_|^UND_ERR_HEADERS_OVERFLOW/.test(code)
    ? {
        kind: 'untrusted',
        says: 'does not speak HTTP over TLS in a form that this program understands',
        remedy: ({ origin }) => `openssl s_client -connect ${hostOf(origin)} </dev/null`,
      }
    : undefined
}

/** undici wraps the error of the socket. */
function codeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  if (typeof code === 'string' && (code !== 'UND_ERR_SOCKET' || cause === undefined)) return code
  const inner = cause === undefined ? '' : codeOf(cause)
  return inner === '' && typeof code === 'string' ? code : inner
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
