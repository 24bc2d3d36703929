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

test('none is above all rules', ({ seen, want }) => {
  const masters = seen.seen.flatMap(({ unit, kubeconfig: { users } }) =>
    users.named
      .filter((one) => one.groups.includes(want.masters))
      .map((one) => ({ at: unit, saw: `${one.subject} is in the group ${want.masters}` })),
  )
  return none(masters, of(seen.seen, 'conductor'), 'owns the management cluster', { count: new Set(masters.map((one) => one.at)).size })
})

test('none is bound to the administrator’s role', ({ seen, bindings, want }) => {
  const granted = bindings.filter((one) => one.role === want.role)
  const admins = seen.seen.flatMap(({ unit, kubeconfig: { users } }) =>
    users.named.flatMap((one) => {
      const names = [one.subject, ...[...one.groups, 'system:authenticated'].map((group) => `Group/${group}`)]
      return granted
        .filter((binding) => binding.subjects.some((subject) => names.includes(subject)) && !one.groups.includes(want.masters))
        .map((binding) => ({ at: unit, saw: `${one.subject} has ${want.role} by the binding ${binding.name}` }))
    }),
  )
  return none(admins, of(seen.seen, 'conductor'), 'is an administrator by a binding', { count: new Set(admins.map((one) => one.at)).size })
})
