import type { Dispatcher, Pool } from 'undici'
import { bareHost } from '../../formats/bare-host.ts'
import { CouldNotLook } from '../could-not-look.ts'
import { cutShort, unlessCutShort } from '../cut-short.ts'
import { mustBeSendable } from '../request-path.ts'
import type { Limits } from '../transport.ts'
import { openTls, type Place } from './connect.ts'
import { hostOf, keyOf, unreachable } from './failures.ts'
import type { RawHeaders } from './headers.ts'
import { Outages } from './outages.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** `https://10.12.4.50:5000` */
  readonly origin: string
  /** With its query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The question as a person reads it, for messages. */
  readonly asked: string
}

export interface Received {
  readonly status: number
  readonly headers: RawHeaders
  /** Bytes that are not UTF-8 become U+FFFD. */
  readonly body: string
}

export interface PoolsOptions {
  readonly caFile: string
  /** The CA file's text. Rejects with CouldNotLook. */
  readonly ca: () => Promise<string>
  readonly connectTimeoutMs: number
  /** Aborts when the run ends. */
  readonly closing: AbortSignal
}

/** One verified connection per origin, which is kept open. Every HTTP status is an answer, redirects too. Rejects with CouldNotLook only. */
export class Pools {
  /** Connections opened so far, by host and port: `10.12.4.50:5000`. */
  readonly opened = new Map<string, number>()
  readonly outages = new Outages()
  readonly #options: PoolsOptions
  readonly #pools = new Map<string, Promise<Pool>>()

  constructor(options: PoolsOptions) {
    this.#options = options
  }

  async send(request: HttpRequest, limits: Limits): Promise<Received> {
    const { origin } = request
    mustBeSendable(request.path, request.asked)
    const sinceMs = performance.now()
    const signal = AbortSignal.any([limits.signal, this.#options.closing])
    const whyNot = (error: unknown) =>
      error instanceof CouldNotLook
        ? error
        : signal.aborted
          ? cutShort(signal, { asked: request.asked, sinceMs, key: keyOf(origin) })
          : unreachable(error, { origin, caFile: this.#options.caFile })
    if (signal.aborted) throw whyNot(signal.reason)
    const failed = this.outages.recent(hostOf(origin))
    if (failed !== undefined) throw whyNot(failed)
    try {
      return await this.#travel(request, { ...limits, signal }, sinceMs)
    } catch (error) {
      if (request.method === 'POST' || !lostItsConnection(error) || signal.aborted) throw whyNot(error)
    }
    // The other side may close an idle connection just when a request uses it again. This does not prove an outage, so the request is sent once more.
    return this.#travel(request, { ...limits, signal }, sinceMs).catch((error) => {
      throw whyNot(error)
    })
  }

  async close(): Promise<void> {
    const pools = await Promise.allSettled(this.#pools.values())
    this.#pools.clear()
    await Promise.allSettled(pools.map((pool) => (pool.status === 'fulfilled' ? pool.value.destroy() : undefined)))
  }

  async #travel(
    { origin, path, method, headers = {}, body, asked }: HttpRequest,
    { signal, maxBytes }: Limits,
    sinceMs: number,
  ): Promise<Received> {
    const pool = await this.#poolOf(origin)
    const request = pool.request({
      path,
      method,
      headers: { accept: 'application/json, */*;q=0.5', ...headers },
      body: body ?? null,
      signal,
      // 0 turns undici's own time limits off. Then only the deadline of the question, which aborts the signal, limits the wait for an answer.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    // undici heeds the signal only once the request is on its way, not while it waits behind another request.
    const answer = await unlessCutShort(request, signal, () => ({ asked, sinceMs, key: keyOf(origin) }))
    return { status: answer.statusCode, headers: answer.headers, body: await textOf(answer.body, maxBytes, asked) }
  }

  #poolOf(origin: string): Promise<Pool> {
    const known = this.#pools.get(origin)
    if (known) return known
    const pool = this.#makePool(origin)
    this.#pools.set(origin, pool)
    // A pool that could not be made is forgotten, so the next question tries again. Somebody may have repaired the CA file by then.
    pool.catch(() => this.#pools.delete(origin))
    return pool
  }

  async #makePool(origin: string): Promise<Pool> {
    const [{ Pool }, ca] = await Promise.all([import('undici'), this.#options.ca()])
    return new Pool(origin, {
      connections: 1,
      keepAliveTimeout: 30_000,
      connect: (_options, callback) => {
        this.#connect(origin, ca).then(
          (socket) => callback(null, socket),
          (error) => callback(error, null),
        )
      },
    })
  }

  async #connect(origin: string, ca: string) {
    const place = hostOf(origin)
    const { connectTimeoutMs: timeoutMs, closing: signal } = this.#options
    try {
      const socket = await openTls(placeOf(origin), { ca, mustVerify: true, timeoutMs, signal })
      this.outages.over(place)
      this.opened.set(place, (this.opened.get(place) ?? 0) + 1)
      return socket
    } catch (error) {
      if (!signal.aborted) this.outages.note(place, error)
      throw error
    }
  }
}

export function placeOf(origin: string): Place {
  const { hostname, port } = new URL(origin)
  return { host: bareHost(hostname), port: Number(port || 443) }
}

async function textOf(stream: Dispatcher.ResponseData['body'], maxBytes: number, asked: string): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += (chunk as Buffer).length
    if (bytes > maxBytes) throw new CouldNotLook('too-large', asked, `${asked}: the answer is larger than the limit of ${maxBytes} bytes`)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Whether the error means that the other side closed or reset the connection. */
export function lostItsConnection(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
}
