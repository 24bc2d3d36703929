/**
 * The gate does not ask the API what a credential may do: such a request must use the credential, and is not a read. Instead, the credential's
 * certificate or token names the account, and the cluster's bindings say which accounts are administrators. A credential that does not name its
 * account stays unknown.
 */
import { answered, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The group whose members may do everything, whatever the bindings say. */
  masters: z.string(),
  role: z.string(),
})

const test = gate('kubeconfig-least-privilege', want)
  .extend('seen', { scope: 'file' }, async ({ magnum, units }) => magnum.kubeconfigsReadOn(units))
  .extend('bindings', { scope: 'file' }, async ({ kube }) => kube.roleBindings())
  .extend('grants', { scope: 'file' }, ({ seen, bindings, want }) => grantsOf(seen.seen, bindings, want.masters))
  .extend('roles', { scope: 'file' }, async ({ kube, grants, want }) => {
    const names = [...new Set(grants.map(({ role }) => role))].filter((role) => role !== want.role)
    return (await Promise.all(names.map((name) => kube.clusterRole(name)))).filter((role) => role !== undefined)
  })

test.saw('every conductor’s kubeconfig was read', ({ seen }) =>
  answered({ asked: seen.units, silent: seen.silent }, 'unit', 'no unit runs magnum'),
)

test.saw('every conductor’s kubeconfig says which user each of its credentials belongs to', ({ seen }) => {
  const unnamed = seen.seen.flatMap(({ unit, path, kubeconfig: { fault, users } }) => {
    if (users.unnamed.length > 0) return { at: unit, saw: `holds a credential that does not say whose it is: ${users.unnamed.join(', ')}` }
    return users.named.length > 0 ? [] : { at: unit, saw: `${path} ${fault ?? 'does not hold a credential'}` }
  })
  return none(unnamed, of(seen.seen, 'kubeconfig'), 'does not say which user each credential belongs to')
})

test.saw('the cluster lists its bindings', ({ bindings, want }) =>
  some(
    bindings.filter((one) => one.role === want.role),
    `no binding names ${want.role}, but Kubernetes creates such a binding in every cluster`,
  ),
)

test.saw('every role that a conductor’s account is bound to lists its rules', ({ roles }) => {
  const empty = roles.filter(({ hasRules }) => !hasRules).map(({ name }) => ({ at: name, saw: 'has no rules' }))
  return none(empty, of(roles, 'role'), 'has no rules')
})

test('none is above all rules', ({ seen, want }) => {
  const masters = seen.seen.flatMap(({ unit, kubeconfig: { users } }) =>
    users.named
      .filter((one) => one.groups.includes(want.masters))
      .map((one) => ({ at: unit, saw: `${one.subject} is in the group ${want.masters}` })),
  )
  return none(masters, of(seen.seen, 'conductor'), 'owns the management cluster', { count: new Set(masters.map((one) => one.at)).size })
})

test('none is bound to the administrator’s role', ({ seen, grants, want }) => {
  const admins = grants.filter(({ role }) => role === want.role).map(({ at, saw }) => ({ at, saw }))
  return none(admins, of(seen.seen, 'conductor'), 'is an administrator by a binding', { count: new Set(admins.map((one) => one.at)).size })
})

test('none is bound to a role of another name that allows everything', ({ seen, grants, roles }) => {
  const mighty = new Set(roles.filter(({ allowsAll }) => allowsAll).map(({ name }) => name))
  const admins = grants.filter(({ role }) => mighty.has(role)).map(({ at, saw }) => ({ at, saw: `${saw}: this role allows everything` }))
  return none(admins, of(seen.seen, 'conductor'), 'may do everything by a binding', { count: new Set(admins.map((one) => one.at)).size })
})

interface Read {
  readonly unit: string
  readonly kubeconfig: { readonly users: { readonly named: readonly { readonly subject: string; readonly groups: readonly string[] }[] } }
}

interface Binding {
  readonly name: string
  readonly role: string
  readonly subjects: readonly string[]
}

/** The roles that bindings give to the conductors' accounts. The members of `masters` are left out: they need no role. */
function grantsOf(conductors: readonly Read[], bindings: readonly Binding[], masters: string) {
  return conductors.flatMap(({ unit, kubeconfig: { users } }) =>
    users.named
      .filter(({ groups }) => !groups.includes(masters))
      .flatMap(({ subject, groups }) => {
        const names = [subject, ...[...groups, 'system:authenticated'].map((group) => `Group/${group}`)]
        return bindings
          .filter((binding) => binding.subjects.some((one) => names.includes(one)))
          .map(({ name, role }) => ({ at: unit, role, saw: `${subject} has ${role} by the binding ${name}` }))
      }),
  )
}
