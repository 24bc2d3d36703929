import type { JsonObject } from '../json.ts'
import { each } from './each.ts'
import type { ListOf } from './list.ts'
import { metaOf } from './meta.ts'
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
    name: metaOf(object).name,
    role: object.object('roleRef').text('name'),
    subjects: each(object, 'subjects').map(subjectOf),
  }),
}

function subjectOf(subject: JsonObject): string {
  const account = subject.text('kind') === 'User' ? serviceAccountOf(subject.text('name')) : undefined
  if (account !== undefined) return account
  const namespace = subject.optionalText('namespace')
  return [subject.text('kind'), ...(namespace === undefined ? [] : [namespace]), subject.text('name')].join('/')
}
