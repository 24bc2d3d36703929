import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'

export interface Place {
  /** `10.12.4.50` */
  readonly host: string
  readonly port: number
}

export interface TlsOptions {
  /** PEM text of the CAs to verify against. */
  readonly ca: string
  /** False: accept any certificate; `authorizationError` of the socket then says what is wrong with it. */
  readonly mustVerify: boolean
  readonly timeoutMs: number
  /** Aborts: the connection is given up. */
  readonly signal: AbortSignal
}

/** Failed because time ran out; `code` says at which stage. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong'
  readonly code: 'CONNECT_TIMEOUT' | 'TLS_TIMEOUT'
  constructor(code: TookTooLong['code'], timeoutMs: number) {
    super(`no connection within ${timeoutMs} ms`)
    this.code = code
  }
}

/** Opens TCP first and then TLS. A timeout then shows the cause: at TCP, a packet filter drops packets; at TLS, the server hangs. */
export async function openTls(place: Place, options: TlsOptions): Promise<TLSSocket> {
  const late = AbortSignal.timeout(options.timeoutMs)
  const signal = AbortSignal.any([options.signal, late])
  const until = (code: TookTooLong['code']) => (error: unknown) => {
    throw late.aborted && !options.signal.aborted ? new TookTooLong(code, options.timeoutMs) : error
  }
  const socket = await settled(connectTcp({ ...place, noDelay: true }), 'connect', signal).catch(until('CONNECT_TIMEOUT'))
  const tls = connectTls({
    socket,
    host: place.host,
    ...(isIP(place.host) === 0 ? { servername: place.host } : {}),
    ca: options.ca,
    ALPNProtocols: ['http/1.1'],
    // Always set: without this line, NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would switch verification off.
    rejectUnauthorized: options.mustVerify,
    ...(options.mustVerify ? {} : { checkServerIdentity: () => undefined }),
  })
  return settled(tls, 'secureConnect', signal).catch(until('TLS_TIMEOUT'))
}

/** Resolves with the socket once it has emitted the event. On any failure the socket is destroyed. */
function settled<One extends Socket>(socket: One, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<One> {
  const { promise, resolve, reject } = Promise.withResolvers<One>()
  const fail = (error: unknown) => {
    socket.destroy()
    reject(error)
  }
  const abort = () => fail(signal.reason)
  const closed = () => fail(Object.assign(new Error('closed the connection'), { code: 'ECONNRESET' }))
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  socket.once(event, () => resolve(socket))
  // This listener stays on a destroyed socket: a later error without a listener would end the process.
  socket.on('error', fail)
  socket.once('close', closed)
  return promise.finally(() => {
    signal.removeEventListener('abort', abort)
    socket.off('close', closed)
    if (!socket.destroyed) socket.off('error', fail)
  })
}
