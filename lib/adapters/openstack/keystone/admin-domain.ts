import type { Ask } from '../../../transport/ask.ts'
import { keystoneId } from '../../../transport/names.ts'
import { NotUnderstood, understood } from '../../command.ts'
import { login, type Scope } from './login.ts'
import { noScope } from './no-scope.ts'

/** The id of Keystone's admin domain, read from the token. Keystone made the id when it was deployed. `name`: the domain's name in the site file. */
export async function adminDomainId(ask: Ask, name: string): Promise<string> {
  const { scope, attempts } = await login(ask)
  if (!scope) throw noScope(attempts)
  return understood('identity LOGIN', () => idIn(scope, name))
}

function idIn({ domains, roles }: Scope, name: string): string {
  // A scoped token always has a role. If none is listed, part of the answer is missing.
  if (roles.length === 0) throw new NotUnderstood('token.roles: wanted at least one role, got none')
  const id = domains.find((domain) => domain.name === name)?.id
  if (id === undefined)
    throw new NotUnderstood(
      `the token names no domain ${name}; the domains in the token: ${domains.map((one) => one.name).join(', ') || 'none'}`,
    )
  // keystone/conf/identity.py default_domain_id: the same in every cloud.
  if (id === 'default')
    throw new NotUnderstood(`says that domain ${name} has the id "default", but in every cloud this is the id of the default domain`)
  return keystoneId.checked(id, 'identity LOGIN')
}
