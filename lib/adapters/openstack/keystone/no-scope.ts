import { CouldNotLook } from '../../../transport/could-not-look.ts'
import type { Login } from './login.ts'

/** Why no service can be asked: no project gave a scoped token. */
export function noScope(attempts: Login['attempts']): CouldNotLook {
  const tried = attempts.map(({ project, outcome }) => `${project} (${outcome})`).join(', ')
  return new CouldNotLook('credential', 'openstack login', `Keystone gave no scoped token: tried ${tried || 'no project at all'}`, {
    remedy: 'openstack token issue',
  })
}
