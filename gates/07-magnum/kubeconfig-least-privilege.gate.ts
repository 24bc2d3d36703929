/**
 * What a credential may do only its owner can ask, with a request that is no read. But its certificate, or the claims of its token, tell whom
 * it speaks for, and the cluster's bindings who is an administrator. A credential that does not say whose it is stays unknown.
 */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  /** Whoever is in it is above all rules, whatever bindings say. */
  readonly masters: string
  readonly role: string
}

const test = gate<Want>('kubeconfig-least-privilege')
  .extend('seen', { scope: 'file' }, async ({ magnum, units }) => magnum.kubeconfigUsersOf(units))
  .extend('bindings', { scope: 'file' }, async ({ kube }) => kube.roleBindings())

test.saw('every conductor’s kubeconfig says whom it speaks for', ({ seen }) => {
  const unnamed = seen.seen
    .filter(({ users }) => users.unnamed.length > 0 || users.named.length === 0)
    .map(({ unit, users }) => ({ at: unit, saw: `holds a credential that does not say whose it is: ${users.unnamed.join(', ')}` }))
  expect(seen.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect([...seen.silent, ...unnamed], `${seen.silent.length + unnamed.length} of ${seen.units.length} did not tell`).toEqual([])
})

test.saw('the cluster tells its bindings', ({ bindings, want }) => {
  expect(bindings.filter((one) => one.role === want.role).length, `no binding names ${want.role}, which every cluster has`).toBeGreaterThan(
    0,
  )
})

test('none is above all rules', ({ seen, want }) => {
  const masters = seen.seen.flatMap(({ unit, users }) =>
    users.named
      .filter((one) => one.groups.includes(want.masters))
      .map((one) => ({ at: unit, saw: `${one.subject} is in the group ${want.masters}` })),
  )
  expect(masters, `${masters.length} of ${seen.seen.length} conductors own the management cluster`).toEqual([])
})

test('none is bound to the administrator’s role', ({ seen, bindings, want }) => {
  const granted = bindings.filter((one) => one.role === want.role)
  const admins = seen.seen.flatMap(({ unit, users }) =>
    users.named.flatMap((one) => {
      const names = [one.subject, ...[...one.groups, 'system:authenticated'].map((group) => `Group/${group}`)]
      return granted
        .filter((binding) => binding.subjects.some((subject) => names.includes(subject)) && !one.groups.includes(want.masters))
        .map((binding) => ({ at: unit, saw: `${one.subject} has ${want.role} by the binding ${binding.name}` }))
    }),
  )
  expect(admins, `${admins.length} bindings make a conductor administrator`).toEqual([])
})
