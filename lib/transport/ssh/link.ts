import pLimit, { type LimitFunction } from 'p-limit'
import type { Client } from 'ssh2'
import { CouldNotLook } from '../could-not-look.ts'
import type { CommandAnswer } from '../question.ts'
import { connectFailure } from './failures.ts'
import type { Hop } from './options.ts'
import { type SessionLimits, startSession } from './session.ts'

const goodbyeMs = 1000

/** The one connection to one machine. A failed attempt is final; a connection that worked and died is opened again for the next question. */
export class Link {
  readonly hop: Hop
  readonly #open: () => Promise<Client>
  readonly #sessions: LimitFunction
  #client: Promise<Client> | undefined
  #failed: CouldNotLook | undefined
  #isReady = false

  constructor(hop: Hop, sessions: number, open: () => Promise<Client>) {
    this.hop = hop
    this.#open = open
    this.#sessions = pLimit(sessions)
  }

  /** True while the connection is up: false before it is established and after it broke. */
  get isReady(): boolean {
    return this.#isReady
  }

  client(): Promise<Client> {
    if (this.#failed) return Promise.reject(this.#failed)
    this.#client ??= this.#connect()
    return this.#client
  }

  run(line: string, asked: string, limits: SessionLimits): Promise<CommandAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<CommandAnswer>()
    this.#sessions(async () => {
      const client = await this.client()
      // The asker has been answered already, so do not start a command that nothing waits for.
      if (limits.signal.aborted) return
      const session = startSession(client, line, this.hop, asked, limits)
      session.answer.then(resolve, reject)
      await session.gone
    }).catch(reject)
    return promise
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined)
    if (!client || !this.#isReady) return
    const { promise, resolve } = Promise.withResolvers<void>()
    client.once('close', () => resolve())
    const timer = setTimeout(() => {
      client.destroy()
      resolve()
    }, goodbyeMs)
    client.end()
    await promise
    clearTimeout(timer)
  }

  async #connect(): Promise<Client> {
    try {
      const client = await this.#open()
      this.#isReady = true
      client.once('close', () => {
        this.#isReady = false
        this.#client = undefined
      })
      return client
    } catch (error) {
      this.#failed = error instanceof CouldNotLook ? error : connectFailure(this.hop, error as Error)
      throw this.#failed
    }
  }
}
