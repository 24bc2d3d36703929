import type { Machine, Status, UnitStatus } from './entities.ts'
import { sinceMs } from './since.ts'
import type { JujuStatus } from './status.ts'

/**
 * `broken`: somebody has to act. `moving`: on its way, and when it is so for long it is stuck. `unproven`: Juju's words are neither a yes
 * nor a no.
 */
export type Unrest = 'broken' | 'moving' | 'unproven'

/** Something of a model that is not at rest, by its worst status. */
export interface Unsettled {
  /** `keystone/0`, `machine 1/lxd/3`, `application keystone` */
  readonly at: string
  readonly unrest: Unrest
  /** `blocked: Missing relations: database` */
  readonly said: string
  /** Only a unit that waits for another can be on hold. */
  readonly isWaiting: boolean
  /** How long it has been so; absent when Juju does not tell. */
  readonly ageS?: number
  /** What is lost with a machine that is down: `['1/lxd/0', 'keystone/1']`. Told here and not again. */
  readonly lostWithIt: readonly string[]
}

type Words = Readonly<Record<string, Unrest | 'settled'>>

/** core/status/status.go. A word that is not there is unproven. */
const workload: Words = {
  active: 'settled',
  blocked: 'broken',
  error: 'broken',
  terminated: 'broken',
  maintenance: 'moving',
  waiting: 'moving',
}
const agent: Words = {
  idle: 'settled',
  executing: 'moving',
  allocating: 'moving',
  rebooting: 'moving',
  error: 'broken',
  failed: 'broken',
  lost: 'broken',
}
const machineAgent: Words = { started: 'settled', pending: 'moving', stopped: 'broken', down: 'broken', error: 'broken' }
const instance: Words = {
  running: 'settled',
  allocating: 'moving',
  provisioning: 'moving',
  pending: 'moving',
  stopped: 'broken',
  error: 'broken',
  'provisioning error': 'broken',
}

/** Runs on every unit every few minutes for as long as a model lives: it is rest, not unrest. */
const routine = /^running update-status hook$/

/** Everything that is not at rest, machines first. Subordinates and containers count like the rest. */
export function unsettledIn(status: JujuStatus, now: Date): readonly Unsettled[] {
  const machines = status.machines.flatMap((one) => worst(`machine ${one.id}`, one.statusError, statusesOf(one), now))
  const told = new Set<string>()
  const units = status.units.flatMap((one) => {
    const unrest = worst(one.name, one.statusError, statusesOfUnit(one), now)
    if (unrest.length > 0) told.add(one.application)
    return unrest
  })
  const applications = status.applications.flatMap((one) => {
    const at = `application ${one.name}`
    if (one.statusError === undefined && one.unitCount === 0) return [unproven(at, 'has no units')]
    // Juju makes it up from the units', unless the leader has set one of its own.
    return told.has(one.name) ? [] : worst(at, one.statusError, [[workload, one.status]], now)
  })
  return folded(status, [...machines, ...units, ...applications])
}

type Told = readonly [Words, Status | undefined]

function statusesOf({ agentStatus, instanceStatus }: Machine): readonly Told[] {
  return [
    [machineAgent, agentStatus],
    [instance, instanceStatus],
  ]
}

/** A lost agent leaves `unknown` behind as the workload's status: the agent's is the one that tells. */
function statusesOfUnit({ workload: ofWorkload, agent: ofAgent }: UnitStatus): readonly Told[] {
  return [
    [workload, ofWorkload],
    [agent, ofAgent],
  ]
}

function worst(at: string, statusError: string | undefined, told: readonly Told[], now: Date): readonly Unsettled[] {
  if (statusError !== undefined) return [unproven(at, `Juju cannot tell: ${statusError}`)]
  const found = told.flatMap(([words, status]) => {
    if (!status || routine.test(status.message)) return []
    const unrest = Object.hasOwn(words, status.current) ? words[status.current] : 'unproven'
    return unrest === undefined || unrest === 'settled' ? [] : [{ unrest, status }]
  })
  for (const unrest of ['broken', 'moving', 'unproven'] as const) {
    const one = found.find((candidate) => candidate.unrest === unrest)
    if (one) return [unsettled(at, unrest, one.status, now)]
  }
  return []
}

function unsettled(at: string, unrest: Unrest, { current, message, since }: Status, now: Date): Unsettled {
  return {
    at,
    unrest,
    said: message === '' ? current : `${current}: ${message}`,
    isWaiting: current === 'waiting',
    lostWithIt: [],
    ...(since === undefined ? {} : { ageS: Math.round((now.getTime() - sinceMs(since)) / 1000) }),
  }
}

function unproven(at: string, said: string): Unsettled {
  return { at, unrest: 'unproven', said, isWaiting: false, lostWithIt: [] }
}

/** What is lost because its machine is down is told with the machine: one cause, one line. */
function folded(status: JujuStatus, all: readonly Unsettled[]): readonly Unsettled[] {
  const byName = new Map(all.map((one) => [one.at, one]))
  const isDown = (machine: string) => byName.get(`machine ${machine}`)?.said.startsWith('down') === true
  const isLost = (at: string) => /^(?:down|lost)\b/.test(byName.get(at)?.said ?? '')
  const downBelow = (machine: string | undefined) => machinePath(machine).find(isDown)
  const lost = [
    ...status.machines.map(({ id, parent }) => ({ at: `machine ${id}`, name: id, with: downBelow(parent) })),
    ...status.units.map(({ name, machine }) => ({ at: name, name, with: downBelow(machine) })),
  ].filter((one) => one.with !== undefined && isLost(one.at))
  const names = new Set(lost.map((one) => one.at))
  const byMachine = Map.groupBy(lost, (one) => `machine ${one.with}`)
  return all
    .filter(({ at }) => !names.has(at))
    .map((one) => ({ ...one, lostWithIt: (byMachine.get(one.at) ?? []).map((other) => other.name) }))
}

/** `1/lxd/3` → `['1', '1/lxd/3']`: the host comes first, since what is down on it is down because of it. */
function machinePath(machine: string | undefined): readonly string[] {
  const parts = machine?.split('/') ?? []
  return parts.flatMap((_, i) => (i % 2 === 0 ? [parts.slice(0, i + 1).join('/')] : []))
}
