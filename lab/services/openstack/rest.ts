import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { patienceS } from '../../host/run.ts'
import type { Identity } from '../keystone/place.ts'
import { servicePassword } from './cloud.ts'
import { owner } from './seed/owner.ts'
import { apiOf, endpointOf } from './table.ts'

export interface RestAnswer {
  readonly status: number
  /** The parsed JSON, or the text when it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: documents of every service, read by the lab only
  readonly body: any
}

/** The lab administrator's own client of the APIs, which only prepares the lab; the gates have another one. */
export interface Rest {
  /** Sends a request to `keystone` or to an API of the lab's table. `path` is relative to that API's address in the catalogue. */
  send(api: string, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<RestAnswer>
  /** The body of an answer that must be a success. */
  // biome-ignore lint/suspicious/noExplicitAny: see RestAnswer
  must(api: string, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<any>
  close(): void
}

/** Logs in as an administrator of the cloud. Rejects when Keystone refuses. */
export async function administrator(identity: Identity, project = identity.project): Promise<Rest> {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(identity.caFile) })
  const domain = { name: identity.domain }
  const auth = {
    identity: { methods: ['password'], password: { user: { name: identity.user, domain, password: identity.password } } },
    scope: { project: { name: project, domain } },
  }
  const login = await ask(agent, `${identity.url}/auth/tokens`, 'POST', { auth }, {})
  if (login.status !== 201)
    throw new Error(`Keystone gives ${identity.user} no token for ${project}: ${login.status} ${JSON.stringify(login.body)}`)
  const token = login.token ?? ''
  const rootOf = (api: string) => (api === 'keystone' ? identity.url : endpointOf(apiOf(api)))
  const send: Rest['send'] = (api, method, path, body, headers = {}) =>
    ask(agent, `${rootOf(api)}${path}`, method, body, {
      'x-auth-token': token,
      'openstack-api-version': microversions[api] ?? '',
      ...headers,
    })
  return {
    send,
    async must(api, method, path, body, headers) {
      const answer = await send(api, method, path, body, headers)
      if (answer.status < 200 || answer.status > 299)
        throw new Error(`${api} answers ${method} ${path} with ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`)
      return answer.body
    },
    close: () => agent.destroy(),
  }
}

/** Logs in as the owner of the workload cluster, who is not an administrator. */
export function ownerOf(identity: Identity): Promise<Rest> {
  return administrator({ ...identity, user: owner, password: servicePassword })
}

/**
 * Zed's newest microversions: without one, placement answers as in 2016. Each API gets only its own, because Magnum does not understand a header
 * that lists several services.
 */
const microversions: Readonly<Record<string, string>> = {
  nova: 'compute 2.93',
  placement: 'placement 1.39',
  magnum: 'container-infra latest',
  cinder: 'volume 3.70',
}

function ask(
  agent: Agent,
  url: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<RestAnswer & { readonly token?: string }> {
  const isPatch = method === 'PATCH' && Array.isArray(body)
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const type =
    typeof body === 'string'
      ? 'application/octet-stream'
      : isPatch && url.includes('/v2/images')
        ? 'application/openstack-images-v2.1-json-patch'
        : 'application/json'
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent,
        headers: { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers },
        timeout: patienceS * 1000,
      },
      async (answer) => {
        let said = ''
        for await (const chunk of answer.setEncoding('utf8')) said += chunk
        resolve({ status: answer.statusCode ?? 0, body: parsed(said), token: String(answer.headers['x-subject-token'] ?? '') })
      },
    )
    sent.once('timeout', () => sent.destroy(new Error(`${method} ${url} was not answered within ${patienceS} s`)))
    // the server may close an idle connection just when we begin to use it again
    sent.once('error', (error: NodeJS.ErrnoException) => {
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(ask(agent, url, method, body, headers))
      else reject(error)
    })
    sent.end(text)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
