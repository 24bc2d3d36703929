import { NotUnderstood } from '../../command.ts'
import { type Heard, isCalled } from '../../heard.ts'
import type { JujuStatus, Operation, UnitStatus } from '../../juju/index.ts'
import { sinceMs } from '../../juju/since.ts'
import type { Network, Subnet } from '../index.ts'
import type { Port } from '../neutron/ports.ts'

/** The things that charm-octavia's action configure-resources should have made, and their present state. */
export interface Setup {
  /** The name of the application, `octavia`. Empty when the model has no application of the octavia charm. */
  readonly application: string
  readonly units: readonly OctaviaUnit[]
  /** The latest run of the action. Absent when there was none, or Juju has forgotten it, which it does after two weeks. */
  readonly latest?: Operation
  /** How many networks Neutron knows in all. */
  readonly networksSeen: number
  /** Every network of the wanted name, and the subnets it has. */
  readonly networks: readonly { readonly id: string; readonly cidrs: readonly string[] }[]
}

export interface OctaviaUnit {
  readonly unit: string
  /** The unit's workload status: `active`, `blocked`. Absent when Juju does not know the status. */
  readonly state?: Heard
  readonly said: string
  /** How long the status has lasted, in seconds; absent when Juju does not say. */
  readonly ageS?: number
  /** The port on which the unit’s health manager receives the heartbeats of the amphorae (charm-octavia, api_crud.py). Absent: there is none. */
  readonly port?: { readonly id: string; readonly status: Heard }
}

export interface SetupParts {
  readonly status: JujuStatus
  readonly operations: readonly Operation[]
  readonly networks: readonly Network[]
  readonly subnets: readonly Subnet[]
  readonly ports: readonly Port[]
}

/** The name of the octavia application in this model. */
export function octaviaIn(status: JujuStatus): string | undefined {
  const [one, ...more] = status.applications.filter(({ charm }) => charm === 'octavia')
  if (more.length > 0) throw new NotUnderstood(`has ${more.length + 1} octavia applications, wanted one`)
  return one?.name
}

export function setupOf(parts: SetupParts, network: string, now: Date): Setup {
  const application = octaviaIn(parts.status) ?? ''
  const latest = parts.operations.at(-1)
  return {
    application,
    units: parts.status.units.filter((unit) => unit.application === application).map((unit) => unitOf(unit, parts.ports, now)),
    ...(latest === undefined ? {} : { latest }),
    networksSeen: parts.networks.length,
    networks: madeByCharm(parts.networks.filter(({ name }) => name === network)).map(({ id }) => ({
      id,
      cidrs: parts.subnets.filter(({ networkId }) => networkId === id).map(({ cidr }) => cidr),
    })),
  }
}

/**
 * Keeps the networks that the charm has tagged as its own (api_crud.py), because a tenant may give a network any name. When no network has the
 * tag, the name alone decides.
 */
function madeByCharm(named: readonly Network[]): readonly Network[] {
  const tagged = named.filter(({ tags = [] }) => tags.includes('charm-octavia'))
  return tagged.length > 0 ? tagged : named
}

function unitOf({ name, workload, agent, statusError }: UnitStatus, ports: readonly Port[], now: Date): OctaviaUnit {
  const isUnknown =
    (agent !== undefined && isCalled(agent.state, 'lost')) || (workload !== undefined && isCalled(workload.state, 'unknown'))
  const port = ports.find((one) => one.name === `octavia-health-manager-${name.replace('/', '-')}-listen-port`)
  return {
    unit: name,
    said: statusError ?? (isUnknown ? agent?.message || 'its agent is lost' : (workload?.message ?? '')),
    ...(workload === undefined || isUnknown ? {} : { state: workload.state }),
    ...(workload?.since === undefined ? {} : { ageS: Math.round((now.getTime() - sinceMs(workload.since)) / 1000) }),
    ...(port === undefined ? {} : { port: { id: port.id, status: port.status } }),
  }
}
