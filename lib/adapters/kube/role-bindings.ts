import { NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { each } from './each.ts'
import type { ListOf } from './list.ts'
import { serviceAccountOf } from './subject.ts'

/** A ClusterRoleBinding: who may do what everywhere. */
export interface RoleBinding {
  readonly name: string
  /** `cluster-admin` */
  readonly role: string
  /**
   * `User/magnum`, `Group/system:masters`, `ServiceAccount/capo-system/capo-manager`. A service account that is bound
   * as a User is also written as `ServiceAccount/…`.
   */
  readonly subjects: readonly string[]
}

export const roleBindings: ListOf<RoleBinding> = {
  path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  kind: 'ClusterRoleBindingList',
  item: (object) => ({
    name: nameOf(object.object('metadata')),
    role: object.object('roleRef').text('name'),
    subjects: each(object, 'subjects').map(subjectOf),
  }),
}

/** RBAC allows a name that no other object may have, such as `anna@example.org-admin`. So it is only shown, and never part of a command. */
function nameOf(metadata: JsonObject): string {
  const name = metadata.text('name')
  if (!/^(?!\.{1,2}$)[^/%]+$/.test(name))
    throw new NotUnderstood(`${metadata.at}.name: ${JSON.stringify(name.slice(0, 80))} is not a name RBAC allows`)
  return name
}

function subjectOf(subject: JsonObject): string {
  const account = subject.text('kind') === 'User' ? serviceAccountOf(subject.text('name')) : undefined
  if (account !== undefined) return account
  const namespace = subject.optionalText('namespace')
  return [subject.text('kind'), ...(namespace === undefined ? [] : [namespace]), subject.text('name')].join('/')
}
