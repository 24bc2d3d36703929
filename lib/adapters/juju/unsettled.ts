import { isCalled, type Sense } from '../heard.ts'
import type { Machine, Status, UnitStatus } from './entities.ts'
import { folded } from './folded.ts'
import { sinceMs } from './since.ts'
import type { JujuStatus } from './status.ts'

/**
 * `broken`: somebody has to act. `moving`: a change is under way; if it lasts long, it is stuck. `unproven`: what Juju reports shows neither that
 * the part works nor that it is broken.
 */
export type Unrest = 'broken' | 'moving' | 'unproven'

/** A part of a Juju model, or the model itself, that has not settled; with its worst status. */
export interface Unsettled {
  /** `keystone/0`, `machine 1/lxd/3`, `application keystone`, `SAAS vault`, `storage osd-devices/0`, `model openstack` */
  readonly at: string
  readonly unrest: Unrest
  /** `blocked: Missing relations: database` */
  readonly said: string
  /** How long the status has lasted; absent when Juju does not say. */
  readonly ageS?: number
  /** True when the worst that the entity reports is its own removal from the model. */
  readonly isLeaving: boolean
  /** The entities that are unsettled because of this entity: `['1/lxd/0', 'keystone/1']`. They have no `Unsettled` object of their own. */
  readonly withIt: readonly string[]
}

/** Unsettled states that are expected. They are not reported. */
export interface Expected {
  /**
   * States that a later step resolves. `says`: text in the message of the unit that is blocked until the step. `beside`: a text that some message
   * must also contain, or the entry does not count. `holds`: texts in the messages of other units that wait for the step. When a charm has joined
   * several messages with commas, the state is expected only if each of these messages is.
   */
  readonly later: readonly { readonly says: string; readonly beside?: string | undefined; readonly holds: readonly string[] }[]
  /**
   * Applications whose charm never sets a status: `unknown` is right for their units as long as the agents are well. A SAAS is named as this model
   * calls it.
   */
  readonly withoutStatus: readonly string[]
  /** How long a routine hook may run before its unit counts as unsettled. Absent: without limit. */
  readonly settlingS?: number
}

/** An entity of the model that has statuses. */
interface Entity {
  readonly at: string
  readonly application?: string
  readonly statusError?: string
  /** All statuses of the entity. A status that explains the others comes first. */
  readonly statuses: readonly (Status | undefined)[]
  readonly life?: Status
  /** For a SAAS, the URL of its offer. It is shown after the status. */
  readonly from?: string
  /** For an application, the number of its units: 0 when it has none. */
  readonly unitCount?: number
  /**
   * The things that the entity needs but Juju does not list, such as its machine. Each is a text that follows the entity's name:
   * `is on no machine that Juju lists`.
   */
  readonly lacks?: readonly string[]
}

interface Unquiet {
  readonly entity: Entity
  readonly unrest: Unrest
  readonly said: string
  readonly status?: Status
}

const unrestOf: Readonly<Record<Exclude<Sense, 'good'>, Unrest>> = { bad: 'broken', waiting: 'moving', unheard: 'unproven' }

/** The update-status hook runs on every unit every few minutes. A unit that runs it is settled, unless the hook runs too long. */
const routine = /^running update-status hook$/

function isRoutine({ message, since }: Status, now: Date, settlingS = Number.POSITIVE_INFINITY): boolean {
  return routine.test(message) && (since === undefined || now.getTime() - sinceMs(since) <= settlingS * 1000)
}

/** Everything in the model that is not settled, machines first. Subordinates and containers are included. */
export function unsettledIn(status: JujuStatus, now: Date, expected: Expected = { later: [], withoutStatus: [] }): readonly Unsettled[] {
  const entities = entitiesOf(status)
  const all = entities.flatMap((entity) => unquiet(entity, (of) => isRoutine(of, now, expected.settlingS)))
  const ahead = expected.later.filter(({ says, beside = says }) =>
    [says, beside].every((text) => all.some(({ said }) => said.includes(text))),
  )
  const isLeft = ({ entity, status: of }: Unquiet) =>
    (of !== undefined && isAhead(of, ahead)) || (isUnset(of) && expected.withoutStatus.includes(entity.application ?? ''))
  const rest = withoutEcho(
    all.filter((one) => !isLeft(one)),
    all,
  )
  const worst = [...Map.groupBy(rest, ({ entity }) => entity).values()].map((ofOne) => worstOf(ofOne, now))
  return folded(status, worst)
}

/** Everything of a model that has statuses. */
function entitiesOf(status: JujuStatus): readonly Entity[] {
  const { model, machines, units, applications, remoteApplications = [], storage = [] } = status
  const lacks = lackingIn(status)
  return [
    { at: `model ${model.name}`, statuses: [model.status] },
    ...machines.map((one) => ({ ...one, at: `machine ${one.id}`, statuses: statusesOf(one) })),
    ...units.map((one) => ({ ...one, at: one.name, statuses: statusesOfUnit(one), lacks: lacks(one) })),
    ...applications.map((one) => ({ ...one, at: `application ${one.name}`, application: one.name, statuses: [one.status] })),
    ...remoteApplications.map((one) => ({
      ...one,
      at: `SAAS ${one.name}`,
      application: one.name,
      statuses: [one.status],
      ...(one.url === undefined ? {} : { from: one.url }),
    })),
    ...storage.map((one) => ({ ...one, at: `storage ${one.name}`, statuses: [one.status] })),
  ]
}

/** The status of the instance comes first: when the machine was never made, that status explains why the agent does not answer. */
function statusesOf({ instanceStatus, agentStatus, modificationStatus }: Machine): Entity['statuses'] {
  return [isOutdated(instanceStatus, agentStatus) ? undefined : instanceStatus, agentStatus, modificationStatus]
}

/**
 * Whether the agent has started since Juju wrote that the instance is still being made. Then the instance runs, and its status is out of date. For
 * example, the status is still the message of a first try to start the instance, although a second try succeeded (juju/juju pull 23243).
 */
function isOutdated(instance: Status | undefined, agent: Status | undefined): boolean {
  if (instance?.since === undefined || agent?.since === undefined) return false
  return instance.state.is === 'waiting' && agent.state.is === 'good' && sinceMs(agent.since) > sinceMs(instance.since)
}

/** A lost agent leaves `unknown` behind as the workload's status. */
function statusesOfUnit({ workload, agent }: UnitStatus): Entity['statuses'] {
  return [workload, agent]
}

/**
 * Finds what a unit lacks, even when all its statuses are good: a machine in Juju's answer, or units of its subordinates. A Kubernetes model lists no
 * machines, so no unit lacks a machine there.
 */
function lackingIn({ machines, applications, units }: JujuStatus): (unit: UnitStatus) => readonly string[] {
  const known = new Set(machines.map(({ id }) => id))
  const beside = new Set(units.map(({ application, principal = '' }) => `${principal} ${application}`))
  const deployed = applications.filter(({ unitCount, life }) => unitCount > 0 && life === undefined)
  const pairs = deployed.flatMap((one) => one.subordinateTo.map((principal) => ({ principal, subordinate: one.name })))
  const of = Map.groupBy(pairs, ({ principal }) => principal)
  return ({ name, application, principal, machine, statusError, life }) => {
    if (statusError !== undefined || life !== undefined) return []
    const missing =
      principal === undefined ? (of.get(application) ?? []).filter(({ subordinate }) => !beside.has(`${name} ${subordinate}`)) : []
    return [
      ...(known.size > 0 && !known.has(machine ?? '') ? ['is on no machine that Juju lists'] : []),
      ...missing.map(({ subordinate }) => `has no unit of ${subordinate} beside it, as others of ${application} have`),
    ]
  }
}

function unquiet(entity: Entity, isRest: (status: Status) => boolean): readonly Unquiet[] {
  if (entity.statusError !== undefined) return [{ entity, unrest: 'unproven', said: `Juju cannot say: ${entity.statusError}` }]
  const found = entity.statuses.flatMap((status): readonly Unquiet[] => {
    if (!status) return []
    const { is } = status.state
    if (is === 'good' || (is === 'waiting' && isRest(status))) return []
    return [{ entity, unrest: unrestOf[is], said: `${status.text}${entity.from === undefined ? '' : ` (${entity.from})`}`, status }]
  })
  const lacking = (entity.lacks ?? []).map((said) => ({ entity, unrest: 'unproven' as const, said }))
  return [...(entity.unitCount === 0 ? withoutUnits(entity, found) : found), ...leaving(entity), ...lacking]
}

/**
 * The findings of an application without units: its broken ones, such as a charm that could not be fetched, then `has no units`. All others are left
 * out, because Juju has no status for such an application.
 */
function withoutUnits(entity: Entity, found: readonly Unquiet[]): readonly Unquiet[] {
  return [...found.filter(({ unrest }) => unrest === 'broken'), { entity, unrest: 'unproven', said: 'has no units' }]
}

function leaving(entity: Entity): readonly Unquiet[] {
  const life = entity.life?.state
  if (life === undefined || life.is === 'good') return []
  const said = life.is === 'unheard' ? `its life is ${life.word}` : `is being removed (life: ${life.word})`
  return [{ entity, unrest: unrestOf[life.is], said }]
}

/**
 * Leaves out an application's status that repeats its units' statuses. Juju derives the status of an application from its units, unless the leader
 * has set a status for the application.
 */
function withoutEcho(rest: readonly Unquiet[], all: readonly Unquiet[]): readonly Unquiet[] {
  const saidBy = Map.groupBy(
    all.filter(({ entity }) => entity.unitCount === undefined),
    ({ entity }) => entity.application ?? '',
  )
  return rest.filter(({ entity, unrest, said, status }) => {
    const units = entity.unitCount === undefined || status === undefined ? [] : (saidBy.get(entity.application ?? '') ?? [])
    return units.length === 0 || (unrest === 'broken' && !units.some((one) => one.said === said))
  })
}

function worstOf(ofOne: readonly Unquiet[], now: Date): Unsettled {
  const worst = (['broken', 'moving', 'unproven'] as const).flatMap((unrest) => ofOne.find((one) => one.unrest === unrest) ?? [])[0]
  if (worst === undefined) throw new Error('an entity at rest is not unsettled')
  const { entity, unrest, said, status } = worst
  const since = status?.since
  return {
    at: entity.at,
    unrest,
    said,
    ...(since === undefined ? {} : { ageS: Math.round((now.getTime() - sinceMs(since)) / 1000) }),
    isLeaving: status === undefined && unrest === 'moving',
    withIt: [],
  }
}

/**
 * Whether a later step resolves all that the status reports. A charm lists what is missing in one message, `'shared-db' missing, Awaiting leader …`,
 * and shows the worst of the statuses (charms.openstack, check_interfaces). Each part of the message must contain a text of `says` or `holds`. For
 * the state `waiting`, that is enough. In any other state, at least one part must contain a text of `says` or be exactly a text of `holds`.
 */
function isAhead({ state, message }: Status, ahead: Expected['later']): boolean {
  const [says, holds] = [ahead.map((one) => one.says), ahead.flatMap((one) => one.holds)]
  const parts = partsOf(message, [...says, ...holds]).map(withItsHead)
  const has = (texts: readonly string[]) => (part: string) => texts.some((text) => part.includes(text))
  return (
    parts.every(has([...says, ...holds])) && (isCalled(state, 'waiting') || parts.some((part) => has(says)(part) || holds.includes(part)))
  )
}

/** The messages that a charm has joined with commas. A comma within one of `texts` does not divide the message. */
function partsOf(message: string, texts: readonly string[]): readonly string[] {
  const whole = texts.find((text) => text.includes(', ') && message.includes(text))
  if (whole === undefined) return message.split(', ')
  const [before = '', after = ''] = [message.slice(0, message.indexOf(whole)), message.slice(message.indexOf(whole) + whole.length)]
  return [...partsOf(before, texts), whole, ...partsOf(after, texts)].filter((part) => part !== '')
}

/** In `Incomplete relations: storage-backend, vault`, the words before the colon are about every relation. So each later relation gets them too. */
function withItsHead(part: string, index: number, [first = '']: readonly string[]): string {
  const [head = ''] = /^(?:Missing|Incomplete) relations: /i.exec(first) ?? []
  return index > 0 && /^[a-z][a-z-]*$/.test(part) ? `${head}${part}` : part
}

/** Whether the status is `unknown`, which Juju shows when the unit's charm has set no status. */
function isUnset(status: Status | undefined): boolean {
  return status !== undefined && isCalled(status.state, 'unknown')
}
