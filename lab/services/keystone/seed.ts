import { administrator } from '../openstack/rest.ts'
import { admin, identity, outsider } from './place.ts'

/** Makes the admin's domain, project and user, with the names that the charm gives them. Also makes the outsider, a user without a role. */
export async function seed(): Promise<void> {
  const { password } = identity()
  const rest = await administrator({ ...identity(), domain: 'Default' })
  const made = async (kind: string, what: object) => (await rest.must('keystone', 'POST', `/${kind}s`, { [kind]: what }))[kind].id
  try {
    const domain_id = await made('domain', { name: admin.domain })
    const project = await made('project', { name: admin.project, domain_id })
    const [user] = await Promise.all([admin.user, outsider].map((name) => made('user', { name, domain_id, password })))
    const { roles } = await rest.must('keystone', 'GET', '/roles')
    for (const { id, name } of roles)
      if (['admin', 'member', 'reader'].includes(name)) await rest.must('keystone', 'PUT', `/projects/${project}/users/${user}/roles/${id}`)
  } finally {
    rest.close()
  }
}
