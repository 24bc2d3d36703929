import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { admin, outsider, type Place, region, urlOf } from './place.ts'

/** Gives the charm's names to what bootstrap has made, and adds the outsider and the catalogue of the stand-ins. */
export async function seed(place: Place): Promise<void> {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(place.ca.cert) })
  const ask = (method: string, path: string, body?: unknown, token?: string) => send(agent, `${urlOf(place)}${path}`, method, body, token)
  try {
    const { token } = await ask('POST', '/auth/tokens', bootstrapLogin(place.password))
    const must = async (method: string, path: string, body?: unknown) => (await ask(method, path, body, token)).body as Document
    const domain_id = (await must('POST', '/domains', { domain: { name: admin.domain } })).domain?.id
    const project = (await must('POST', '/projects', { project: { name: admin.project, domain_id } })).project?.id
    const user = (name: string) => must('POST', '/users', { user: { name, domain_id, password: place.password } })
    const [administrator] = await Promise.all([user(admin.user), user(outsider)])
    const roles = (await must('GET', '/roles')).roles ?? []
    for (const { id, name } of roles)
      if (['admin', 'member', 'reader'].includes(name))
        await must('PUT', `/projects/${project}/users/${administrator.user?.id}/roles/${id}`)
    for (const { type, name, port, path = '' } of place.standIns) {
      const service_id = (await must('POST', '/services', { service: { type, name } })).service?.id
      const url = `https://${place.address}:${port}${path}`
      for (const kind of ['public', 'internal', 'admin'])
        await must('POST', '/endpoints', { endpoint: { service_id, interface: kind, url, region_id: region } })
    }
  } finally {
    agent.destroy()
  }
}

type Named = { readonly id: string; readonly name: string }
type Document = { readonly [Kind in 'domain' | 'project' | 'user' | 'service']?: Named } & { readonly roles?: readonly Named[] }

function bootstrapLogin(password: string): unknown {
  const domain = { id: 'default' }
  return {
    auth: {
      identity: { methods: ['password'], password: { user: { name: 'admin', domain, password } } },
      scope: { project: { name: 'admin', domain } },
    },
  }
}

/** Rejects unless it is answered with success. */
function send(
  agent: Agent,
  url: string,
  method: string,
  body: unknown,
  token?: string,
): Promise<{ readonly body: unknown; readonly token: string }> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(token ? { 'x-auth-token': token } : {}),
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers, timeout: 30_000 }, async (answer) => {
      let said = ''
      for await (const chunk of answer.setEncoding('utf8')) said += chunk
      const status = answer.statusCode ?? 0
      if (status < 200 || status > 299) return reject(new Error(`${method} ${url} is answered ${status}: ${said.slice(0, 300)}`))
      resolve({ body: said === '' ? {} : JSON.parse(said), token: String(answer.headers['x-subject-token'] ?? '') })
    })
    sent.once('timeout', () => sent.destroy(new Error(`${method} ${url} is not answered within 30 s`)))
    sent.once('error', reject)
    sent.end(text)
  })
}
