import * as names from '../../transport/names.ts'
import { NotUnderstood } from '../command.ts'
import { isCalled } from '../heard.ts'
import type { JsonObject } from '../json.ts'
import * as words from './states.ts'
import { optionalStatusOf, Status, statusErrorOf, statusOf } from './status-of.ts'

export { Status } from './status-of.ts'

interface Entity {
  /** Why Juju could not report the status. In that case only the entity's name and its place in the model are known. */
  readonly statusError?: string
  /** Absent while it is alive. */
  readonly life?: Status
}

export interface Machine extends Entity {
  /** `1`, or for a container `1/lxd/3` */
  readonly id: string
  /** The machine a container is on. */
  readonly parent?: string
  /** Absent until the machine has a name. */
  readonly hostname?: string
  /** The primary address of the machine: `10.12.8.41`. Absent until the machine has one. */
  readonly dnsName?: string
  /** Every address that the machine was seen with, including bridges and the VIPs it holds. */
  readonly addresses: readonly string[]
  readonly agentStatus?: Status
  /** The version of its agent: `3.5.4`. Absent where Juju does not print it. */
  readonly agentVersion?: string
  readonly instanceStatus?: Status
  /** Absent where Juju does not print it. */
  readonly modificationStatus?: Status
}

export interface Application extends Entity {
  readonly name: string
  /** `keystone`, whatever the application is called. */
  readonly charm?: string
  readonly charmRev?: number
  readonly channel?: string
  readonly status?: Status
  /** The applications it is subordinate to; empty for a principal. May name another subordinate. */
  readonly subordinateTo: readonly string[]
  /** For a subordinate application: how many of its units were found under its principals. */
  readonly unitCount: number
}

/** An application of another model that this one uses (SAAS in the table for people). */
export interface RemoteApplication extends Entity {
  readonly name: string
  /**
   * The offer that the application comes from: `admin/shared.vault`. When the offer is on another controller, that
   * controller's name stands in front: `maas-two:admin/shared.vault`. Absent when Juju does not know the offer.
   */
  readonly url?: string
  readonly status?: Status
}

/** A storage of a unit, such as a disk. Its status is that of the volume or filesystem that Juju makes for it. */
export interface Storage extends Entity {
  /** `osd-devices/0` */
  readonly name: string
  readonly status?: Status
}

export interface UnitStatus extends Entity {
  readonly name: string
  readonly application: string
  /** Absent when Juju cannot report the application's status. */
  readonly charm?: string
  /** For a subordinate, the principal unit that it belongs to; absent for a principal. */
  readonly principal?: string
  /** For a subordinate, its principal's machine; absent in a Kubernetes model. */
  readonly machine?: string
  readonly primaryAddress?: string
  readonly workload?: Status
  readonly agent?: Status
  /** The version of its agent: `3.5.4`. Absent where Juju does not print it. */
  readonly agentVersion?: string
  readonly leader: boolean
  /**
   * The charm that the unit still runs although its application has another revision by now: `ch:amd64/jammy/glance-580`. Absent: both have the same.
   */
  readonly olderCharm?: string
}

/**
 * Whether Juju has lost contact with the unit's agent. Juju then no longer knows the workload's status either, but the unit may still answer over
 * SSH. When a gate calls this function, that does not count as judging the agent's state.
 */
export function isLost({ agent }: Pick<UnitStatus, 'agent'>): boolean {
  return agent !== undefined && isCalled(agent.state, 'lost')
}

type Entry = readonly [name: string, members: JsonObject]

/** The names that a machine may have (juju/names). Containers can nest, in theory. */
const machineId = /^\d+(\/[a-z]+\/\d+){0,3}$/

/** A machine and, after it, its containers. */
export function machines([id, of]: Entry, parent?: string): readonly Machine[] {
  if (!machineId.test(id)) throw new NotUnderstood(`a machine is called ${JSON.stringify(id)}`)
  const broken = statusErrorOf(of, 'juju-status', 'machine-status', 'modification-status')
  if (broken !== undefined) return [{ id, ...some({ parent, statusError: broken }), addresses: [] }]
  const machine: Machine = {
    id,
    ...some({ parent, hostname: hostnameOf(of, parent), dnsName: of.optionalText('dns-name') }),
    addresses: of.texts('ip-addresses'),
    agentStatus: statusOf(of, 'juju-status', words.machineAgent),
    instanceStatus: statusOf(of, 'machine-status', words.instance),
    ...some({
      agentVersion: of.object('juju-status').optionalText('version'),
      modificationStatus: optionalStatusOf(of, 'modification-status', words.modification),
      life: lifeOf(of, 'juju-status', 'machine-status'),
    }),
  }
  return [machine, ...of.optionalObjects('containers').flatMap((container) => machines(container, id))]
}

/**
 * The host name of a machine. Juju loses it when a model moves to another controller (juju/juju issue 18641), but keeps the names that the machine was
 * made with: MAAS' name of a host, and LXD's name of a container.
 */
function hostnameOf(of: JsonObject, parent: string | undefined): string | undefined {
  const made = parent === undefined ? of.optionalText('display-name') : of.optionalText('instance-id')
  return of.optionalText('hostname') ?? (made === 'pending' ? undefined : made)
}

export function application([name, of]: Entry, unitCount: number): Application {
  if (!names.application.is(name)) throw new NotUnderstood(`an application is called ${JSON.stringify(name)}`)
  const broken = statusErrorOf(of, 'application-status')
  if (broken !== undefined) return { name, statusError: broken, subordinateTo: [], unitCount }
  return {
    name,
    charm: of.text('charm-name'),
    charmRev: of.integer('charm-rev'),
    ...some({ channel: of.optionalText('charm-channel') }),
    status: statusOf(of, 'application-status', words.workload),
    ...some({ life: lifeOf(of, 'application-status') }),
    subordinateTo: of.texts('subordinate-to'),
    unitCount,
  }
}

export function remoteApplication([name, of]: Entry): RemoteApplication {
  const url = some({ url: of.optionalText('url') })
  const broken = statusErrorOf(of, 'application-status')
  if (broken !== undefined) return { name, ...url, statusError: broken }
  const status = statusOf(of, 'application-status', words.remoteApplication)
  return { name, ...url, status, ...some({ life: lifeOf(of, 'application-status') }) }
}

export function storage([name, of]: Entry): Storage {
  const broken = statusErrorOf(of, 'status')
  if (broken !== undefined) return { name, statusError: broken }
  return { name, status: statusOf(of, 'status', words.storage), ...some({ life: lifeOf(of, 'status') }) }
}

/** The units of a principal application, each followed by its subordinates. `charmOf` returns the charm of any application of the model. */
export function unitsUnder(of: JsonObject, charmOf: (application: string) => string | undefined): readonly UnitStatus[] {
  return of.optionalObjects('units').flatMap(([name, members]) => {
    const principal = unit([name, members], charmOf)
    const subordinates = members.optionalObjects('subordinates').map((entry) => unit(entry, charmOf, principal))
    return [principal, ...subordinates]
  })
}

function unit([name, of]: Entry, charmOf: (application: string) => string | undefined, principal?: UnitStatus): UnitStatus {
  const application = applicationOf(name)
  const identity = { name, application, ...some({ charm: charmOf(application), principal: principal?.name }) }
  const broken = statusErrorOf(of, 'workload-status', 'juju-status')
  if (broken !== undefined) return { ...identity, ...some({ machine: principal?.machine }), statusError: broken, leader: false }
  return {
    ...identity,
    ...some({
      machine: principal ? principal.machine : of.optionalText('machine'),
      primaryAddress: of.optionalText('public-address') ?? of.optionalText('address'),
    }),
    workload: statusOf(of, 'workload-status', words.workload),
    agent: statusOf(of, 'juju-status', words.unitAgent),
    ...some({
      agentVersion: of.object('juju-status').optionalText('version'),
      life: lifeOf(of, 'juju-status', 'workload-status'),
      olderCharm: of.optionalText('upgrading-from'),
    }),
    leader: of.flag('leader'),
  }
}

function applicationOf(unit: string): string {
  if (!names.unit.is(unit)) throw new NotUnderstood(`a unit is called ${JSON.stringify(unit)}`)
  return unit.slice(0, unit.lastIndexOf('/'))
}

/** Juju prints the life of an application as a field of the application, but the life of a unit or machine as a field of one of its statuses. */
function lifeOf(of: JsonObject, ...statuses: readonly string[]): Status | undefined {
  const word = [of, ...statuses.map((key) => of.object(key))].map((one) => one.optionalText('life')).find((one) => one !== undefined)
  return word === undefined ? undefined : new Status(words.life, word)
}

/** Keeps only the members that have a value: an optional member is absent, never undefined. A loop for speed: this runs for each of 50,000 units. */
function some<Members extends object>(members: Members): { readonly [Key in keyof Members]?: NonNullable<Members[Key]> } {
  const there: { [Key in keyof Members]?: NonNullable<Members[Key]> } = {}
  for (const key in members) {
    const value = members[key]
    if (value !== undefined && value !== null) there[key] = value as NonNullable<typeof value>
  }
  return there
}
