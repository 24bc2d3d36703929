import { type Identity, region } from '../../keystone/place.ts'
import { servicePassword } from '../cloud.ts'
import type { Rest } from '../rest.ts'
import { apis, endpointOf } from '../table.ts'
import { owner } from './owner.ts'
import { Wanted } from './wanted.ts'

/** The project whose server is the management cluster. */
export const mgmtProject = 'capi-mgmt'

const roleNames = ['admin', 'member', 'reader', 'service', 'load-balancer_member', 'load-balancer_admin']

/** Makes the users, the roles and the catalogue entries that Keystone does not have yet. Some may exist from an earlier start. */
export async function seedIdentity(identity: Identity, rest: Rest): Promise<void> {
  const [domains, roles, projects, users, grants] = await Promise.all(
    ['domains', 'roles', 'projects', 'users', 'role_assignments'].map((kind) => Wanted.of(rest, kind)),
  )
  if (!domains || !roles || !projects || !users || !grants) throw new Error('Keystone did not answer every list')
  const domain_id = await domains.id({ name: identity.domain })
  const administrator = await users.id({ name: identity.user, domain_id })
  const role = new Map(await Promise.all(roleNames.map(async (name) => [name, await roles.id({ name })] as const)))
  const [services = '', mgmt = '', own = ''] = await Promise.all(
    ['services', mgmtProject, identity.project].map((name) => projects.id({ name, domain_id })),
  )
  const grant = async (project: string, user: string, names: readonly string[]) => {
    for (const name of names) await grants.assigned('projects', project, user, role.get(name) ?? '')
  }
  await Promise.all([
    ...apis.map(async ({ name }) => grant(services, await users.id({ name, domain_id, password: servicePassword }), ['admin', 'service'])),
    grant(own, administrator, ['member', 'reader', 'load-balancer_member']),
    users
      .id({ name: owner, domain_id, password: servicePassword })
      .then((user) => grant(own, user, ['member', 'reader', 'load-balancer_member'])),
    // Without the role `member` the dashboard shows no instance of the project.
    grant(mgmt, administrator, ['admin', 'member']),
    grant(services, administrator, ['admin']),
    seedTrustees(domains, users, grants, role.get('admin') ?? ''),
    seedCatalogue(rest),
  ])
}

/** Magnum keeps the users of its clusters in a domain of their own. */
async function seedTrustees(domains: Wanted, users: Wanted, grants: Wanted, role: string): Promise<void> {
  const domain_id = await domains.id({ name: 'magnum' })
  const user = await users.id({ name: 'magnum_domain_admin', domain_id, password: servicePassword })
  await grants.assigned('domains', domain_id, user, role)
}

async function seedCatalogue(rest: Rest): Promise<void> {
  const services = await Wanted.of(rest, 'services')
  const endpoints = await Wanted.of(rest, 'endpoints')
  await Promise.all(
    apis.map(async (api) => {
      const service_id = await services.id({ name: api.type === 'volumev3' ? 'cinderv3' : api.name, type: api.type })
      for (const kind of ['public', 'internal', 'admin'] as const)
        await endpoints.id({ service_id, interface: kind, url: endpointOf(api, kind), region_id: region })
    }),
  )
}
