import type { Ask } from '../../transport/ask.ts'
import { roleName } from '../../transport/names.ts'
import type { Target } from '../../transport/question.ts'
import { NotUnderstood, understood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { each } from './each.ts'
import type { ListOf } from './list.ts'
import { getIfThere } from './read-object.ts'
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

/** A ClusterRole: what the accounts bound to it may do. */
export interface ClusterRole {
  readonly name: string
  /** A role that is put together from others has no rules until Kubernetes has copied them. */
  readonly hasRules: boolean
  /** One of its rules allows every verb on every resource of every API group. The rules of `cluster-admin` begin with such a rule. */
  readonly allowsAll: boolean
}

/** The ClusterRole of a binding. Undefined when there is none: then the binding allows nothing. */
export async function clusterRole(ask: Ask, on: Target, name: string): Promise<ClusterRole | undefined> {
  const path = `/apis/rbac.authorization.k8s.io/v1/clusterroles/${roleName.inUrl(name, 'a ClusterRoleBinding')}`
  const object = await getIfThere(ask, on, path)
  return object && understood(`GET ${path}`, () => roleIn(object))
}

export function roleIn(object: JsonObject): ClusterRole {
  const rules = each(object, 'rules')
  return {
    name: nameOf(object.object('metadata')),
    hasRules: rules.length > 0,
    allowsAll: rules.map(allowsAll).includes(true),
  }
}

/** Throws NotUnderstood for a rule that Kubernetes would not take: one without verbs, or with neither resources nor URLs. */
function allowsAll(rule: JsonObject): boolean {
  const [verbs, groups, resources, urls] = ['verbs', 'apiGroups', 'resources', 'nonResourceURLs'].map((key) => rule.texts(key))
  if (!verbs?.length || !(resources?.length || urls?.length)) throw new NotUnderstood(`${rule.at}: wanted verbs, and resources or URLs`)
  return [verbs, groups, resources].every((words) => words?.includes('*'))
}

/**
 * RBAC allows characters that names of other objects may not contain, such as the `@` in `anna@example.org-admin`. So the name is only shown, and
 * never part of a command.
 */
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
