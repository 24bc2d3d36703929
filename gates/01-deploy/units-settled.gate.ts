/**
 * Juju's summary of an application hides its units, its subordinates and a lost agent. So every entity is judged by itself, and by how long its state
 * has lasted.
 */
import { all, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long work may take before it counts as stuck. */
  settlingS: z.number().nonnegative(),
  /**
   * States that a later phase resolves. `says`: text in the message of the blocked unit. `holds`: texts in the messages of other units that wait for
   * the same phase. A charm may join several messages with commas. When one of these other units has a state other than `waiting`, such as
   * `blocked`, at least one of its messages must contain a text of `says` or be exactly a text of `holds`.
   */
  later: z.array(z.strictObject({ says: z.string().min(1), beside: z.string().min(1).optional(), holds: z.array(z.string().min(1)) })),
  /** Applications whose charm never sets a status. */
  withoutStatus: z.array(z.string().min(1)),
  /** Messages that a charm shows while it is `active` although its service has lost its redundancy, or has yet to take up a change. */
  degraded: z.array(z.string().min(1)),
})

const test = gate('units-settled', want).extend('model', { scope: 'file' }, async ({ juju, now, want }) => {
  const [status, rest] = await Promise.all([juju.status(), juju.unsettled(now, want)])
  const isStuck = ({ ageS }: { readonly ageS?: number }) => ageS !== undefined && ageS > want.settlingS
  const moving = rest.filter(({ unrest }) => unrest === 'moving')
  return {
    version: status.model.version,
    machines: status.machines,
    units: status.units,
    entities: of(
      1 + [status.machines, status.units, status.applications, status.remoteApplications ?? [], status.storage ?? []].flat().length,
      'entity',
      'entities',
    ),
    broken: rest.filter(({ unrest }) => unrest === 'broken'),
    stuck: moving.filter(isStuck),
    moving: moving.filter((one) => !isStuck(one)),
    unproven: rest.filter(({ unrest }) => unrest === 'unproven'),
  }
})

/** How long a state has lasted: ` (for 5 min)`, ` (for 3 h)`, ` (for 19 d)`. Empty when Juju does not say since when. */
function lasting(ageS: number | undefined): string {
  if (ageS === undefined) return ''
  const [unit, length] = ageS < 7200 ? ['min', 60] : ageS < 172_800 ? ['h', 3600] : ['d', 86_400]
  return ` (for ${Math.max(0, Math.round(ageS / length))} ${unit})`
}

function withIt(names: readonly string[]): string {
  return names.length === 0 ? '' : `; with it ${names.join(', ')}`
}

test.saw('the model has machines and units', ({ model }) =>
  all(some(model.machines, 'the model has no machine'), some(model.units, 'the model has no unit')),
)

test.saw('every status says whether all is well', ({ model }) => {
  const unproven = model.unproven.map(({ at, said }) => ({ at, saw: said }))
  return none(unproven, model.entities, 'does not say whether it is well')
})

test.saw('nothing is still being worked on', ({ model }) => {
  const moving = model.moving.map(({ at, said, ageS, withIt: names }) => ({
    at,
    saw: `${said}${lasting(ageS)}${withIt(names)}: wait, then look again`,
  }))
  return none(moving, model.entities, 'is still at work')
})

test('nothing is blocked, broken, down or lost', ({ model }) => {
  const broken = model.broken.map(({ at, said, withIt: names }) => ({ at, saw: `${said}${withIt(names)}` }))
  return none(broken, model.entities, 'is blocked, broken, down or lost')
})

test.advises('no active unit reports that it has lost redundancy or put off a change', ({ model: { units }, want }) => {
  const degraded = units.flatMap(({ name, workload }) =>
    workload && want.degraded.some((words) => workload.message.includes(words)) ? [{ at: name, saw: workload.text }] : [],
  )
  return none(degraded, of(units, 'unit'), 'is active in spite of lost redundancy or a delayed change')
})

test.advises('every agent runs the version of its model', ({ model: { version, machines, units } }) => {
  const agents = [...machines.map((one) => ({ ...one, at: `machine ${one.id}` })), ...units.map((one) => ({ ...one, at: one.name }))]
  const behind = agents.flatMap(({ at, agentVersion = version }) =>
    agentVersion === version ? [] : [{ at, saw: `runs Juju ${agentVersion}, the model is at ${version}` }],
  )
  return none(behind, of(agents, 'agent'), 'has not followed an upgrade of the model')
})

test('nothing has been at work for too long', ({ model }) => {
  const stuck = model.stuck.map(({ at, said, ageS, withIt: names }) => ({ at, saw: `${said}${lasting(ageS)}${withIt(names)}` }))
  return none(stuck, model.entities, 'is stuck')
})
