import type { Ask } from '../../../transport/ask.ts'
import { describe, type LoginAnswer, type LoginQuestion } from '../../../transport/question.ts'
import { answerTo } from '../../answer-to.ts'
import { NotUnderstood, understood } from '../../command.ts'
import { type JsonObject, jsonObject } from '../../json.ts'
import { records } from '../records.ts'
import { catalogueIn, type Service } from './catalogue.ts'

/** The result of trying one project after the other. */
export interface Login {
  /** One for each project tried, in that order. When `scope` is present, the last attempt gave the scoped token. */
  readonly attempts: LoginAnswer['attempts']
  /** Absent when no project gave a scoped token. */
  readonly scope?: Scope
}

/** What the token is good for. */
export interface Scope {
  /** `admin` */
  readonly project: string
  /** `admin_domain` */
  readonly domain: string
  /** `['admin', 'member', 'reader']` */
  readonly roles: readonly string[]
  readonly user: string
  readonly userId: string
  /** The domains of the project and of the user, each with its id. An id is unique to one deployment, except `default`, which occurs in all. */
  readonly domains: readonly Domain[]
  readonly expiresAt: Date
  /**
   * The only requests that the login's application credential may make: `GET compute /v2.1/servers`. Absent where the login is not limited in this
   * way.
   */
  readonly accessRules?: readonly string[]
  readonly catalogue: readonly Service[]
}

export interface Domain {
  readonly name: string
  readonly id: string
}

const question: LoginQuestion = { kind: 'login', on: { name: 'identity' } }

export async function login(ask: Ask): Promise<Login> {
  const asked = describe(question)
  const { attempts, token } = await answerTo(ask, question)
  return { attempts, ...(token === undefined ? {} : { scope: understood(asked, () => scopeIn(jsonObject(token).object('token'))) }) }
}

function scopeIn(token: JsonObject): Scope {
  const project = token.object('project')
  const expiresAt = new Date(token.text('expires_at'))
  if (Number.isNaN(expiresAt.getTime()))
    throw new NotUnderstood(`token.expires_at: wanted a time, got ${JSON.stringify(token.text('expires_at'))}`)
  return {
    project: project.text('name'),
    domain: project.object('domain').text('name'),
    roles: records(token, 'roles').map((role) => role.text('name')),
    user: token.object('user').text('name'),
    userId: token.object('user').text('id'),
    domains: [project, token.object('user')].flatMap(domainOf),
    expiresAt,
    ...accessRulesIn(token),
    catalogue: catalogueIn(token),
  }
}

/**
 * The domain of a project or user, in a list. The list is empty when the token lacks the domain's name or id. An empty list matters only to callers
 * that need the domain's id.
 */
function domainOf(owner: JsonObject): readonly Domain[] {
  const domain = owner.own('domain') === undefined ? undefined : owner.object('domain')
  const [name, id] = [domain?.optionalText('name'), domain?.optionalText('id')]
  return name === undefined || id === undefined ? [] : [{ name, id }]
}

/** Keystone puts the rules of the application credential into the token; the services' middleware answers 401 to every request that no rule allows. */
function accessRulesIn(token: JsonObject): Pick<Scope, 'accessRules'> {
  const credential = token.own('application_credential') ?? undefined
  if (credential === undefined) return {}
  const given = token.object('application_credential')
  if ((given.own('access_rules') ?? undefined) === undefined) return {}
  return { accessRules: records(given, 'access_rules').map((rule) => ['method', 'service', 'path'].map((key) => rule.text(key)).join(' ')) }
}
