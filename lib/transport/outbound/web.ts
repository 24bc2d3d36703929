import { request } from 'node:http'
import { getCACertificates } from 'node:tls'
import { isWebAddress } from '../../phase/nightly.ts'
import { CouldNotLook } from '../could-not-look.ts'
import { failOnUpgrade } from '../fail-on-upgrade.ts'
import { Pools } from '../http/pools.ts'
import { readTrust } from '../http/trust.ts'
import { NotDelivered } from './failed.ts'

export interface WebRequest {
  readonly method: 'GET' | 'POST'
  /** The URL may hold a secret, so messages name only the host of the URL. */
  readonly url: string
  /** JSON. */
  readonly body?: string
  /** A PEM file with the CAs to trust. When it is absent, the CAs of Node and of this system are trusted. */
  readonly caFile?: string
  readonly timeoutMs: number
}

const mostBytes = 64 * 1024

/**
 * Sends to a place that is not the cloud: a chat room, Alertmanager, a dead-man switch. The certificate is always verified; plain HTTP goes to
 * this machine only; no redirect is followed, since it would take a secret elsewhere. Rejects with NotDelivered unless the answer is 2xx.
 */
export async function sendToWeb(asked: WebRequest): Promise<void> {
  if (!isWebAddress(asked.url))
    throw new NotDelivered('the URL must begin with https://, or with http:// for this machine, and must not hold a login')
  const url = new URL(asked.url)
  const status = await (url.protocol === 'http:' ? plainly(url, asked) : overTls(url, asked))
  if (status >= 200 && status < 300) return
  const why = status >= 300 && status < 400 ? ', a redirect, which is not followed' : ''
  throw new NotDelivered(`${url.host} answered ${status}${why}`)
}

async function overTls(url: URL, { method, body, caFile, timeoutMs }: WebRequest): Promise<number> {
  const closing = new AbortController()
  const pools = new Pools({
    caFile: caFile ?? '/etc/ssl/certs/ca-certificates.crt',
    ca: async () =>
      caFile === undefined ? [...getCACertificates('bundled'), ...getCACertificates('system')].join('\n') : readTrust(caFile),
    connectTimeoutMs: timeoutMs,
    closing: closing.signal,
  })
  try {
    const { status } = await pools.send(
      {
        method,
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
        asked: url.host,
      },
      { signal: AbortSignal.timeout(timeoutMs), maxBytes: mostBytes },
    )
    return status
  } catch (error) {
    throw new NotDelivered(error instanceof CouldNotLook ? error.message : `${url.host} could not be asked`, { cause: error })
  } finally {
    await pools.close()
  }
}

function plainly(url: URL, { method, body, timeoutMs }: WebRequest): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const signal = AbortSignal.timeout(timeoutMs)
  const sent = request(url, { method, agent: false, signal }, (response) => {
    response.on('error', reject)
    // Only the status matters; the body is thrown away.
    response.resume()
    response.on('end', () => resolve(response.statusCode ?? 0))
  })
  sent.on('error', reject)
  failOnUpgrade(sent, reject, 'no HTTP answer')
  if (body !== undefined) sent.setHeader('content-type', 'application/json')
  sent.end(body)
  return promise.catch((error: NodeJS.ErrnoException) => {
    const why = signal.aborted
      ? `did not answer within ${timeoutMs / 1000} s`
      : `could not be asked: ${error.code ?? 'the connection failed'}`
    throw new NotDelivered(`${url.host} ${why}`, { cause: error })
  })
}
