import type { JujuStatus } from './status.ts'
import type { Unsettled } from './unsettled.ts'

/** An entity that may be unsettled only because another one is. */
interface Dependent {
  readonly at: string
  /** The other entities that may be the reason why this one is unsettled, the most likely first. */
  readonly because: readonly string[]
}

/**
 * Lists an entity under its cause, so that one cause is one line: under its machine when that is down or was never made, under its application when
 * that is being removed.
 */
export function folded(status: JujuStatus, all: readonly Unsettled[]): readonly Unsettled[] {
  const byName = new Map(all.map((one) => [one.at, one]))
  const causes = new Map([...lostWith(status, byName), ...leavingWith(status, byName)])
  const topOf = (at: string): string => {
    const cause = causes.get(at)
    return cause === undefined || cause === at ? at : topOf(cause)
  }
  const under = Map.groupBy(
    all.filter(({ at }) => topOf(at) !== at),
    ({ at }) => topOf(at),
  )
  return all
    .filter(({ at }) => topOf(at) === at)
    .map((one) => ({ ...one, withIt: (under.get(one.at) ?? []).map(({ at }) => at.replace(/^machine /, '')) }))
}

type Cause = readonly [at: string, because: string]

/**
 * The unsettled containers and units on each lost machine, with the machine as their cause. A lost machine is `broken`, and its agent's state is not
 * good. Left out: containers and units with an error of their own.
 */
function lostWith({ machines, units }: JujuStatus, byName: ReadonlyMap<string, Unsettled>): readonly Cause[] {
  const isGone = new Set(
    machines
      .filter(({ id, agentStatus }) => byName.get(`machine ${id}`)?.unrest === 'broken' && agentStatus?.state.is !== 'good')
      .map(({ id }) => id),
  )
  const within = [
    ...machines.map(({ id, parent, agentStatus }) => ({ at: `machine ${id}`, on: parent, agent: agentStatus })),
    ...units.map(({ name, machine, agent }) => ({ at: name, on: machine, agent })),
  ]
  return within.flatMap(({ at, on, agent }) => {
    const one = byName.get(at)
    const host = machinePath(on).find((id) => isGone.has(id))
    const isOnlyLost = one !== undefined && (one.unrest !== 'broken' || one.said === agent?.text)
    return host !== undefined && isOnlyLost ? [[at, `machine ${host}`] as const] : []
  })
}

/**
 * Entities that are being removed because something they belong to is being removed: the units of an application, the
 * subordinates of a unit, the containers of a machine, and everything in a model.
 */
function leavingWith({ model, machines, applications, units }: JujuStatus, byName: ReadonlyMap<string, Unsettled>): readonly Cause[] {
  const whole = `model ${model.name}`
  const of: readonly Dependent[] = [
    ...machines.map(({ id, parent }) => ({
      at: `machine ${id}`,
      because: [whole, ...(parent === undefined ? [] : [`machine ${parent}`])],
    })),
    ...applications.map(({ name }) => ({ at: `application ${name}`, because: [whole] })),
    ...units.map(({ name, application, principal }) => ({
      at: name,
      because: [whole, `application ${application}`, ...(principal === undefined ? [] : [principal])],
    })),
  ]
  return of.flatMap(({ at, because }) => {
    const cause = because.find((name) => isLeaving(byName.get(name), name === whole))
    return byName.get(at)?.isLeaving === true && cause !== undefined ? [[at, cause] as const] : []
  })
}

/** Whether the entity is being removed. For a model, its status says so: `destroying`. */
function isLeaving(one: Unsettled | undefined, isModel: boolean): boolean {
  return one !== undefined && (one.isLeaving || (isModel && one.said.startsWith('destroying')))
}

/** `1/lxd/3` → `['1', '1/lxd/3']`. The host comes first: when the host is down, everything on it is down for that reason. */
function machinePath(machine: string | undefined): readonly string[] {
  const parts = machine?.split('/') ?? []
  return parts.flatMap((_, i) => (i % 2 === 0 ? [parts.slice(0, i + 1).join('/')] : []))
}
