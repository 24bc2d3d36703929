import type { Duplex } from 'node:stream'
import type { AuthHandlerMiddleware, Client, ServerHostKeyAlgorithm } from 'ssh2'
import { CouldNotLook } from '../could-not-look.ts'
import { closedEarly, connectFailure, type Stage, stalled } from './failures.ts'
import { at, type Hop } from './options.ts'

export interface Dialling {
  readonly timeoutMs: number
  readonly hostKeyAlgorithms: readonly string[]
  /** Judges the host key: ssh2 itself would accept any. A CouldNotLook ends the connection and says why. */
  readonly verify: (key: Buffer) => CouldNotLook | undefined
  readonly authHandler: AuthHandlerMiddleware
  /** Called when every login was refused. */
  readonly refused: () => CouldNotLook
  /** This signal aborts when the run ends. The attempt to connect then gives up at once. */
  readonly signal?: AbortSignal | undefined
  /** An open connection to the jump host. */
  readonly through?: Client | undefined
}

/** A dead peer is noticed after `count + 1` silent intervals. */
const keepalive = { keepaliveInterval: 10_000, keepaliveCountMax: 3 }

/** One attempt at one hop, up to a logged-in connection. Rejects with CouldNotLook only. */
export async function dial(hop: Hop, dialling: Dialling): Promise<Client> {
  const { default: ssh2 } = await import('ssh2')
  const client = new ssh2.Client().setMaxListeners(0)
  const { promise, resolve, reject } = Promise.withResolvers<Client>()
  let stage: Stage = 'dialling'
  let untrusted: CouldNotLook | undefined
  let said = ''

  const reached = (): Stage => (hasGreeted(client) && stage === 'greeting' ? 'negotiating' : stage)
  const timer = setTimeout(() => reject(stalled(hop, reached(), dialling.timeoutMs)), dialling.timeoutMs)
  const interrupt = () => reject(new CouldNotLook('interrupted', 'interrupted', `The run ended while connecting to ${at(hop)}`))
  dialling.signal?.addEventListener('abort', interrupt, { once: true })
  if (dialling.signal?.aborted) interrupt()
  client.on('connect', () => {
    stage = 'greeting'
  })
  client.on('handshake', () => {
    stage = 'authenticating'
  })
  // sshd may send several texts: the site's own, then one of PAM that says why nobody may log in.
  client.on('banner', (text) => {
    said = text
  })
  client.on('ready', () => resolve(client))
  client.on('close', () => reject(untrusted ?? closedEarly(hop, stage, said)))
  client.on('error', (error: Error & { level?: string }) => {
    if (untrusted) return reject(untrusted)
    if (isLoginRefused(error)) return reject(dialling.refused())
    // One key that cannot sign is not the end: ssh2 goes on to the next.
    if (error.level === 'agent' || error.level === 'client-authentication') return
    reject(connectFailure(hop, error, reached()))
  })

  try {
    const sock = dialling.through && (await tunnel(dialling.through, hop, promise))
    client.connect({
      host: hop.address,
      port: hop.port,
      username: hop.user,
      ...(sock ? { sock } : {}),
      ...keepalive,
      readyTimeout: 0,
      // `kex` is not set: ssh2 prefers curve25519, which costs under a millisecond, and does not know the slower sntrup761.
      algorithms: { serverHostKey: dialling.hostKeyAlgorithms as ServerHostKeyAlgorithm[] },
      authHandler: dialling.authHandler,
      hostVerifier: (key: Buffer) => {
        untrusted = dialling.verify(key)
        return untrusted === undefined
      },
    })
    return await promise
  } catch (error) {
    client.destroy()
    throw error instanceof Error && error.name !== 'CouldNotLook' ? connectFailure(hop, error) : error
  } finally {
    clearTimeout(timer)
    dialling.signal?.removeEventListener('abort', interrupt)
  }
}

/** A connection from the jump host to the hop; closed when the dialling fails. */
function tunnel(through: Client, hop: Hop, dialled: Promise<Client>): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>()
  dialled.catch(reject)
  through.forwardOut('127.0.0.1', 0, hop.address, hop.port, (error, channel) => {
    if (error) return reject(error)
    dialled.catch(() => channel.close())
    resolve(channel)
  })
  return promise
}

/** ssh2 emits no event when the other side greets us, but it then sets `_remoteVer` to the other side's software version. */
function hasGreeted(client: Client): boolean {
  return Reflect.get(client, '_remoteVer') !== undefined
}

function isLoginRefused(error: Error): boolean {
  return /All configured authentication methods failed|Too many authentication failures/.test(error.message)
}
