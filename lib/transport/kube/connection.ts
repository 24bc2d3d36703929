import type { buildConnector, Dispatcher } from 'undici'
import { CouldNotLook } from '../could-not-look.ts'
import { headerOf, isHeaderValue, keptHeaders, type RawHeaders } from '../http/headers.ts'
import { lostItsConnection } from '../http/pools.ts'
import type { GetAnswer } from '../question.ts'
import { mustBeSendable } from '../request-path.ts'
import type { Limits } from '../transport.ts'
import { unlessAborted } from '../unless-aborted.ts'
import { called } from './cluster.ts'
import type { Access } from './kubeconfig.ts'
import { abandoned, unreachable, whoIs } from './unreachable.ts'

/** GET, and the verbs that only the probe needs. */
export type Method = 'GET' | 'POST' | 'DELETE'

/** The one connection to an API server; HTTP/2 carries many requests on it at once. */
export class Connection {
  /** Connections opened so far, including those that replaced a broken one. */
  opened = 0
  readonly #access: Access
  readonly #key: string
  #dispatcher: Promise<Dispatcher> | undefined
  #isClosed = false

  constructor(access: Access, key: string) {
    this.#access = access
    this.#key = key
  }

  /** Every HTTP status is an answer. Rejects with CouldNotLook only. */
  async request(method: Method, path: string, limits: Limits, body?: unknown): Promise<GetAnswer> {
    const { signal } = limits
    const { server } = this.#access
    mustBeSendable(path, `${this.#key.replace(/^kube /, '')} ${method} ${path}`)
    if (this.#isClosed) throw new CouldNotLook('interrupted', 'interrupted', `the run ended before ${whoIs(server, this.#key)} was asked`)
    if (signal.aborted) throw abandoned(signal, server, this.#key)
    const travel = () => this.#travel(method, path, limits, body)
    try {
      // The server, or a proxy in front of it, may close an idle connection just when a request uses the connection again. This proves no outage, so
      // a GET is sent once more, as in `Pools`.
      return await travel().catch((error) => {
        if (method !== 'GET' || signal.aborted || !lostItsConnection(error)) throw error
        return travel()
      })
    } catch (error) {
      if (error instanceof CouldNotLook) throw error
      throw signal.aborted ? abandoned(signal, server, this.#key) : unreachable(error, server, this.#key)
    }
  }

  async #travel(method: Method, path: string, limits: Limits, body: unknown): Promise<GetAnswer> {
    const { signal } = limits
    const { server } = this.#access
    const credential = await this.#access.headers(signal)
    if (!Object.values(credential).every(isHeaderValue)) throw this.#unusable()
    const dispatcher = await this.#open(signal)
    const headers = {
      accept: 'application/json, */*;q=0.5',
      ...credential,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const request = dispatcher.request({
      origin: server.origin,
      method,
      path: `${server.pathname.replace(/\/$/, '')}${path}`,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    })
    // undici heeds the signal only once the request is on its way, not while it waits behind another request.
    const answer = await unlessAborted(signal, request)
    return {
      kind: 'get',
      status: answer.statusCode,
      headers: headersIn(answer.headers),
      body: await this.#read(answer.body, limits, path),
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    // The access is closed first: a connection may still be waiting for its credential, and closing the access ends this wait.
    await this.#access.close()
    const dispatcher = await this.#dispatcher?.catch(() => undefined)
    this.#dispatcher = undefined
    await dispatcher?.destroy()
  }

  #open(signal: AbortSignal): Promise<Dispatcher> {
    this.#dispatcher ??= this.#connect(signal).catch((error) => {
      // The next question connects again. A credential that came too late for this question may have arrived by then.
      this.#dispatcher = undefined
      throw error
    })
    return this.#dispatcher
  }

  /**
   * The error for a credential with a character that no HTTP header can carry. undici itself would notice too late, and its pool would then hold back
   * every later question.
   */
  #unusable(): CouldNotLook {
    return new CouldNotLook(
      'credential',
      this.#key,
      `the credential in the kubeconfig of ${called(this.#key.replace(/^kube /, ''))} holds a character that no HTTP header can carry, such as a line break`,
    )
  }

  async #connect(signal: AbortSignal): Promise<Dispatcher> {
    const { Pool, ProxyAgent } = await import('undici')
    const options = await this.#access.dispatcherOptions(signal)
    if (options.type === 'socks')
      throw new CouldNotLook('unreachable', this.#key, 'the kubeconfig names a SOCKS proxy, which the gates do not support')
    const dispatcher: Dispatcher =
      options.type === 'proxy'
        ? new ProxyAgent({ uri: options.uri, requestTls: options.requestTls as buildConnector.BuildOptions })
        : new Pool(this.#access.server.origin, {
            connections: 1,
            connect: options.type === 'agent' ? (options.connect as buildConnector.BuildOptions) : {},
          })
    dispatcher.on('connect', () => {
      this.opened += 1
    })
    return dispatcher
  }

  async #read(stream: Dispatcher.ResponseData['body'], { maxBytes }: Limits, path: string): Promise<string> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of stream) {
      bytes += (chunk as Buffer).length
      if (bytes > maxBytes)
        throw new CouldNotLook(
          'too-large',
          path,
          `${whoIs(this.#access.server, this.#key)} answered GET ${path} with more than ${maxBytes} bytes`,
        )
      chunks.push(chunk as Buffer)
    }
    return Buffer.concat(chunks).toString('utf8')
  }
}

/** The headers that gates may see, and the Date header. Date is the server's own time: the ages of the server's objects are judged against it. */
function headersIn(raw: RawHeaders): Readonly<Record<string, string>> {
  const date = headerOf(raw, 'date')
  return { ...keptHeaders(raw), ...(date === undefined ? {} : { date }) }
}
