import { CouldNotLook } from '../could-not-look.ts'
import type { Limits } from '../transport.ts'
import { type Credential, type Scope, scopeText } from './credential.ts'
import { hostOf, keyOf } from './failures.ts'
import { headerOf, waitText } from './headers.ts'
import type { HttpRequest, Received } from './pools.ts'
import { type Token, tokenOf } from './token.ts'

export interface Attempt {
  /** `admin in admin_domain` */
  readonly project: string
  /** `issued a scoped token`, `refused: 401` */
  readonly outcome: string
}

export interface Login {
  readonly attempts: readonly Attempt[]
  /** Absent when no candidate got one. */
  readonly token?: Token
}

export type Send = (request: HttpRequest, limits: Limits) => Promise<Received>

export interface LoginOptions {
  /** `https://10.12.4.50:5000` */
  readonly origin: string
  readonly credential: Credential
  readonly send: Send
  readonly limits: Limits
  /** Called with every token, before anything else is done with it. */
  readonly onSecret: (secret: string) => void
}

export const won = 'issued a scoped token'

/**
 * Tries the projects in turn until one gives a scoped token. Goes on after a 401, because Keystone also answers 401 for a project in which the user
 * has no role. Any other failure is CouldNotLook.
 */
export async function login(options: LoginOptions): Promise<Login> {
  const attempts: Attempt[] = []
  for (const scope of options.credential.scopes) {
    const token = await issue(options, scope)
    const outcome = token === 'refused' ? 'refused: 401' : token === 'unscoped' ? 'issued a token for no project' : won
    attempts.push({ project: scopeText(scope), outcome })
    if (typeof token === 'object') return { attempts, token }
  }
  return { attempts }
}

/** Why no service can be asked. */
export function noToken(login: Login, credential: Credential): CouldNotLook {
  const tried = login.attempts.map(({ project, outcome }) => `${project} (${outcome})`).join(', ')
  return new CouldNotLook(
    'credential',
    'openstack login',
    `Keystone gave ${credential.who} of ${credential.from} no scoped token: tried ${tried || 'no project at all'}`,
    { remedy: 'openstack token issue' },
  )
}

async function issue(
  { origin, credential, send, limits, onSecret }: LoginOptions,
  scope: Scope | undefined,
): Promise<Token | 'refused' | 'unscoped'> {
  const received = await send(
    {
      method: 'POST',
      origin,
      path: '/v3/auth/tokens',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth: { identity: credential.identity, ...(scope ? { scope } : {}) } }),
      asked: 'keystone LOGIN',
    },
    limits,
  )
  if (received.status === 401) return 'refused'
  if (received.status !== 201) throw refusal(origin, received)
  const id = headerOf(received.headers, 'x-subject-token')
  if (id !== undefined) onSecret(id)
  const token = tokenOf(id, received.body)
  if (token) return token
  throw new CouldNotLook(
    'not-understood',
    'openstack login',
    `${hostOf(origin)} accepted the login but sent no token that can be read: is it Keystone?`,
  )
}

/** The answer is not quoted, because an error may repeat what was sent. */
function refusal(origin: string, { status, headers }: Received): CouldNotLook {
  const where = hostOf(origin)
  if (status === 429 || status >= 500) {
    const says = status === 429 ? `is too busy for the login (429)${waitText(headers)}` : `could not answer the login (${status})`
    return new CouldNotLook('unreachable', keyOf(origin), `${where} ${says}`, { remedy: 'juju status keystone' })
  }
  return new CouldNotLook('not-understood', 'openstack login', `${where} answered the login with ${status}: is it Keystone?`)
}
