import type { buildConnector, Dispatcher } from 'undici'
import { CouldNotLook } from '../could-not-look.ts'
import type { GetAnswer } from '../question.ts'
import type { Limits } from '../transport.ts'
import type { Access } from './kubeconfig.ts'
import { abandoned, unreachable, whoIs } from './unreachable.ts'

/** The verbs the probe needs beside GET. */
export type Method = 'GET' | 'POST' | 'DELETE'

/** The one connection to an API server; HTTP/2 carries many requests on it at once. */
export class Connection {
  /** Connections opened so far, those that replaced a broken one included. */
  opened = 0
  readonly #access: Access
  readonly #key: string
  #dispatcher: Promise<Dispatcher> | undefined

  constructor(access: Access, key: string) {
    this.#access = access
    this.#key = key
  }

  /** Every HTTP status is an answer. Rejects with CouldNotLook only. */
  async request(method: Method, path: string, limits: Limits, body?: unknown): Promise<GetAnswer> {
    const { signal } = limits
    const { server } = this.#access
    if (signal.aborted) throw abandoned(signal, server, this.#key)
    try {
      const [dispatcher, credential] = await unlessAborted(signal, Promise.all([this.#open(), this.#access.headers()]))
      const headers = {
        accept: 'application/json, */*;q=0.5',
        ...credential,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      }
      const answer = await dispatcher.request({
        origin: server.origin,
        method,
        path: `${server.pathname.replace(/\/$/, '')}${path}`,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal,
      })
      return { kind: 'get', status: answer.statusCode, headers: single(answer.headers), body: await this.#read(answer.body, limits, path) }
    } catch (error) {
      if (error instanceof CouldNotLook) throw error
      throw signal.aborted ? abandoned(signal, server, this.#key) : unreachable(error, server, this.#key)
    }
  }

  async close(): Promise<void> {
    const dispatcher = await this.#dispatcher?.catch(() => undefined)
    this.#dispatcher = undefined
    await dispatcher?.destroy()
  }

  #open(): Promise<Dispatcher> {
    this.#dispatcher ??= this.#connect()
    return this.#dispatcher
  }

  async #connect(): Promise<Dispatcher> {
    const { Pool, ProxyAgent } = await import('undici')
    const options = await this.#access.dispatcherOptions()
    if (options.type === 'socks')
      throw new CouldNotLook('unreachable', this.#key, 'the kubeconfig names a SOCKS proxy, which the gates do not speak')
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

/** An exec plugin that asks a person would wait for ever; nothing of it can be aborted, so it is left behind. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function single(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
}
