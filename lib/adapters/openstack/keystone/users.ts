import type { Ask } from '../../../transport/ask.ts'
import { keystoneId } from '../../../transport/names.ts'
import { documentOf } from '../document.ts'

/** Whether a user may log in. When not, Keystone refuses the user's application credentials as well (keystone/auth/core.py). */
export function isUserEnabled(ask: Ask, userId: string): Promise<boolean> {
  const path = `/v3/users/${keystoneId.inUrl(userId, 'container-infra')}`
  return documentOf(ask, { kind: 'get', on: { name: 'identity' }, path }, (document) => document.object('user').flag('enabled'))
}
