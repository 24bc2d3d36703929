import { unlessCutShort } from '../cut-short.ts'
import type { Limits } from '../transport.ts'
import type { Credential } from './credential.ts'
import { type Login, type LoginOptions, login, noToken, type Send } from './login.ts'
import type { Token } from './token.ts'

/** How long a login may take in all. It serves every gate, so no single gate's deadline ends it. */
const loginMs = 30_000
/** For how long a failed login is not tried again: without this limit, each of twenty gates would try it in turn. */
const failureMs = 30_000
/** A token that expires this soon is replaced before it is used. */
const spareMs = 30_000

export interface SessionOptions extends Pick<LoginOptions, 'origin' | 'onSecret'> {
  /** Rejects with CouldNotLook. */
  readonly credential: () => Promise<Credential>
  readonly send: Send
  readonly closing: AbortSignal
}

interface Current {
  readonly login: Promise<Login>
  /** `performance.now()` when the login began. */
  readonly atMs: number
  failed: boolean
}

/** The run's one token. Issued when first needed; issued again when it expires, and once when a service stops accepting it. */
export class Session {
  readonly #options: SessionOptions
  readonly #retired = new Set<string>()
  #current: Current | undefined
  #secondChanceTaken = false

  constructor(options: SessionOptions) {
    this.#options = options
  }

  /**
   * Resolves to the login attempts, one for each project that was tried, and to the token if one was issued. Rejects with CouldNotLook when
   * Keystone could not be asked.
   */
  async login({ signal }: Pick<Limits, 'signal'>): Promise<Login> {
    const sinceMs = performance.now()
    const waiting = () => ({ asked: 'keystone LOGIN', sinceMs, key: 'openstack login' })
    const current = this.#known()
    const known = await unlessCutShort(current.login, signal, waiting)
    if (!known.token || current.atMs + known.token.lifetimeMs - performance.now() > spareMs) return known
    this.#retire(known.token)
    return unlessCutShort(this.#known().login, signal, waiting)
  }

  /** The run's token. Rejects with CouldNotLook when Keystone issued none for any project tried, or could not be asked. */
  async token(limits: Pick<Limits, 'signal'>): Promise<Token> {
    const known = await this.login(limits)
    if (!known.token) throw noToken(known, await this.#options.credential())
    return known.token
  }

  /** A new token in place of one that a service answered with 401; undefined when the run has already used its only replacement. */
  async another(refused: Token, limits: Pick<Limits, 'signal'>): Promise<Token | undefined> {
    if (!this.#retired.has(refused.id)) {
      if (this.#secondChanceTaken) return undefined
      this.#secondChanceTaken = true
      this.#retire(refused)
    }
    return this.token(limits)
  }

  #known(): Current {
    const known = this.#current
    if (known && !(known.failed && performance.now() - known.atMs > failureMs)) return known
    const current: Current = { login: this.#begin(), atMs: performance.now(), failed: false }
    current.login.catch(() => {
      current.failed = true
    })
    this.#current = current
    return current
  }

  /** Many questions may be answered with 401 at once. Only the first of them retires the token. The others find the token that replaces it. */
  #retire(token: Token): void {
    if (this.#retired.has(token.id)) return
    this.#retired.add(token.id)
    this.#current = undefined
  }

  async #begin(): Promise<Login> {
    const { origin, send, onSecret, closing } = this.#options
    const credential = await this.#options.credential()
    onSecret(credential.secret)
    const signal = AbortSignal.any([AbortSignal.timeout(loginMs), closing])
    return login({ origin, send, onSecret, credential, limits: { signal, maxBytes: 4 * 1024 * 1024 } })
  }
}
