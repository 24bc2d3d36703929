import { CouldNotLook } from '../could-not-look.ts'
import { cutShort } from '../cut-short.ts'
import {
  type Answer,
  describe,
  type GetAnswer,
  type GetQuestion,
  type LoginAnswer,
  type LoginQuestion,
  type TlsQuestion,
} from '../question.ts'
import type { Limits, Transport } from '../transport.ts'
import { TookTooLong } from './connect.ts'
import type { Candidates } from './credential.ts'
import { type Choice, endpointOf, pathBelow } from './endpoints.ts'
import { keyOf, unreachable } from './failures.ts'
import { handshake } from './handshake.ts'
import { keptHeaders, originHeaders } from './headers.ts'
import { Pools, placeOf, type Received } from './pools.ts'
import { type CredentialSource, readCredential } from './read-credential.ts'
import { Session } from './session.ts'
import type { Token } from './token.ts'
import { readTrust } from './trust.ts'

export interface OpenstackOptions {
  /** Where the credential is sent, whatever the openrc says. */
  readonly keystone: { readonly address: string; readonly port: number }
  /** Path of the CA file that every certificate must lead to. */
  readonly caFile: string
  /** The Juju model whose vault has the CA. The remedy for a bad CA file names this model. Absent: Juju's current model. */
  readonly model?: string
  /** Absent: only questions without a credential are asked. */
  readonly credential: CredentialSource | undefined
  readonly candidates: Candidates
  readonly endpoints: Choice
  /** Called with every password and token as soon as it is known. Apart from this call, the transport hands out neither. */
  readonly onSecret: (secret: string) => void
  /** Absent: 10 s. */
  readonly connectTimeoutMs?: number
}

export interface OpenstackTransport extends Transport<GetQuestion | LoginQuestion | TlsQuestion> {
  /** Connections opened so far, by host and port: `10.12.4.50:5000`. */
  readonly opened: ReadonlyMap<string, number>
}

/**
 * Asks OpenStack's APIs with the run's one token, and other HTTPS origins without a token. Also does TLS handshakes. Nothing is read or opened before
 * the first question.
 */
export function openstackTransport(options: OpenstackOptions): OpenstackTransport {
  const { keystone, caFile, model, onSecret, connectTimeoutMs = 10_000 } = options
  const origin = `https://${keystone.address.includes(':') ? `[${keystone.address}]` : keystone.address}:${keystone.port}`
  const closing = new AbortController()
  const ca = once(() => readTrust(caFile, model))
  const credential = once(() => readCredential(options.credential, options.candidates))
  const pools = new Pools({ caFile, ca, connectTimeoutMs, closing: closing.signal })
  const session = new Session({
    origin,
    credential,
    onSecret,
    closing: closing.signal,
    send: (request, limits) => pools.send(request, limits),
  })

  async function login(limits: Limits): Promise<LoginAnswer> {
    const { attempts, token } = await session.login(limits)
    return { kind: 'login', attempts, ...(token ? { token: token.body } : {}) }
  }

  /** Asks a service. If the service answers our token with 401, asks once more with a new token. */
  async function askService(question: GetQuestion, limits: Limits): Promise<GetAnswer> {
    const first = await session.token(limits)
    const received = await askWith(first, question, limits)
    const second = received.status === 401 ? await session.another(first, limits) : undefined
    return answerOf(second ? await askWith(second, question, limits) : received, second ?? first)
  }

  function askWith(token: Token, question: GetQuestion, limits: Limits): Promise<Received> {
    const endpoint = endpointOf(token.catalogue, question.on.name, options.endpoints)
    return pools.send(
      {
        method: 'GET',
        origin: endpoint.origin,
        path: pathBelow(endpoint, question.path),
        headers: { 'x-auth-token': token.id, ...(question.version === undefined ? {} : { 'openstack-api-version': question.version }) },
        asked: describe(question),
      },
      limits,
    )
  }

  async function askOrigin(question: GetQuestion, limits: Limits): Promise<GetAnswer> {
    const { protocol, origin: asked } = new URL(question.on.name)
    if (protocol !== 'https:')
      throw new CouldNotLook('untrusted', question.on.name, `${question.on.name} does not use TLS, so the server cannot be verified`)
    return answerOf(await pools.send({ method: 'GET', origin: asked, path: question.path, asked: describe(question) }, limits))
  }

  async function lookAtTls({ on }: TlsQuestion, limits: Limits): Promise<Answer> {
    const at = `https://${on.name}`
    const sinceMs = performance.now()
    const signal = AbortSignal.any([limits.signal, closing.signal])
    try {
      const before = pools.outages.recent(on.name)
      if (before instanceof TookTooLong) throw before
      return await handshake(placeOf(at), { ca: await ca(), timeoutMs: connectTimeoutMs, signal })
    } catch (error) {
      if (error instanceof CouldNotLook) throw error
      if (error instanceof TookTooLong) pools.outages.note(on.name, error)
      throw signal.aborted
        ? cutShort(signal, { asked: `${on.name} TLS`, sinceMs, key: keyOf(at) })
        : unreachable(error, { origin: at, caFile })
    }
  }

  return {
    opened: pools.opened,
    async ask(question, limits) {
      if (closing.signal.aborted || limits.signal.aborted) {
        const signal = AbortSignal.any([limits.signal, closing.signal])
        throw cutShort(signal, { asked: describe(question), sinceMs: performance.now() })
      }
      if (question.kind === 'login') return login(limits)
      if (question.kind === 'tls') return lookAtTls(question, limits)
      return question.on.name.includes('://') ? askOrigin(question, limits) : askService(question, limits)
    },
    async close() {
      closing.abort(new Error('closed'))
      await pools.close()
    },
  }
}

/** The answer with only the few headers that gates may see. If a server repeats our token in its answer, the token is removed. */
function answerOf({ status, headers, body }: Received, token?: Token): GetAnswer {
  if (!token) return { kind: 'get', status, headers: originHeaders(headers), body }
  return { kind: 'get', status, headers: keptHeaders(headers), body: body.replaceAll(token.id, '[token]') }
}

/** Calls `make` once and keeps the value. After a failure, the next call tries again, because the file that `make` reads may have been repaired. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make().catch((error) => {
      made = undefined
      throw error
    })
    return made
  }
}
