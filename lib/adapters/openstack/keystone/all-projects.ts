import { CouldNotLook } from '../../../transport/could-not-look.ts'
import type { Login } from './login.ts'
import { noScope } from './no-scope.ts'

/**
 * Throws CouldNotLook unless the token sees every project. To a user who is not an admin, Magnum and Octavia show one project without saying so, and
 * that list looks complete.
 */
export function mustSeeAllProjects({ scope, attempts }: Login): void {
  if (!scope) throw noScope(attempts)
  // keystone's charm calls the role Admin; policies compare names without regard to case.
  if (scope.roles.some((role) => role.toLowerCase() === 'admin')) return
  throw new CouldNotLook(
    'credential',
    'openstack admin',
    `the token of ${scope.user} is for project ${scope.project} with the roles ${scope.roles.join(', ') || '(none)'}: without admin it sees that project only`,
    { remedy: 'openstack role assignment list --names --user "$OS_USERNAME" --user-domain "$OS_USER_DOMAIN_NAME"' },
  )
}
