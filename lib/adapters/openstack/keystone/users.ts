import type { Ask } from '../../../transport/ask.ts'
import { keystoneId } from '../../../transport/names.ts'
import { describe, type GetQuestion } from '../../../transport/question.ts'
import { answerTo } from '../../answer-to.ts'
import { NotUnderstood } from '../../command.ts'
import { documentOf } from '../document.ts'
import { messageIn } from '../refusal.ts'

/**
 * Why Keystone refuses a user and the user's application credentials (keystone/auth/core.py): `is disabled`, or `no longer exists`, for example when
 * LDAP has lost the user. Undefined when the user may log in. A user without the field `enabled` counts as enabled, because LDAP may have no such
 * attribute (keystone/identity/core.py).
 */
export async function whyUserRefused(ask: Ask, userId: string): Promise<string | undefined> {
  const path = `/v3/users/${keystoneId.inUrl(userId, 'container-infra')}`
  const question: GetQuestion = { kind: 'get', on: { name: 'identity' }, path }
  const { status, body } = await answerTo(ask, question)
  if (status === 404 && messageIn(body).startsWith(`Could not find user: ${userId}`)) return 'no longer exists'
  return documentOf(ask, question, (document) => {
    const user = document.object('user')
    if (user.text('id') !== userId) throw new NotUnderstood(`${describe(question)} is about user ${user.text('id')}, wanted ${userId}`)
    return user.own('enabled') === undefined || user.flag('enabled') ? undefined : 'is disabled'
  })
}
