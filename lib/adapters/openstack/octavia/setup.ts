import { CouldNotLook } from '../../../transport/could-not-look.ts'
import { type Heard, isCalled } from '../../heard.ts'
import type { JujuStatus, Operation, OperationTask, UnitStatus } from '../../juju/index.ts'
import { sinceMs } from '../../juju/since.ts'
import type { Network, Subnet } from '../index.ts'
import type { Port } from '../neutron/ports.ts'

/** The things that charm-octavia's action configure-resources should have made, and their present state. */
export interface Setup {
  /** The name of the application, `octavia`. Empty when the model has no application of the octavia charm. */
  readonly application: string
  readonly units: readonly OctaviaUnit[]
  /**
   * The action's latest run. A run that was sent only to non-leaders does not count, because they refuse the action. Absent when no run counts. Juju
   * forgets a run after two weeks.
   */
  readonly latest?: Operation
  /** The latest run failed. False when it failed only on units that do not lead: those always refuse it. */
  readonly hasFailed: boolean
  /** How many networks Neutron knows in all. */
  readonly networksSeen: number
  /** Every network that the charm takes for its own, with its subnets; without such a network, every network of the wanted name. */
  readonly networks: readonly {
    readonly id: string
    readonly name: string
    readonly isTagged: boolean
    readonly cidrs: readonly string[]
  }[]
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
  if (more.length > 0)
    throw new CouldNotLook('not-understood', 'juju status', `juju status has ${more.length + 1} octavia applications, wanted one`)
  return one?.name
}

export function setupOf(parts: SetupParts, network: string, now: Date): Setup {
  const application = octaviaIn(parts.status) ?? ''
  const leader = parts.status.units.find((one) => one.application === application && one.leader)?.name
  const latest = parts.operations.findLast((one) => !isRefused(one, leader) || one.tasks.some(({ isDone }) => isDone))
  return {
    application,
    units: parts.status.units.filter((unit) => unit.application === application).map((unit) => unitOf(unit, parts.ports, now)),
    ...(latest === undefined ? {} : { latest }),
    hasFailed: latest?.state.is === 'bad' && !isRefused(latest, leader),
    networksSeen: parts.networks.length,
    networks: ofCharm(parts.networks, network).map(({ id, name, tags = [] }) => ({
      id,
      name,
      isTagged: tags.includes(tag),
      cidrs: parts.subnets.filter(({ networkId }) => networkId === id).map(({ cidr }) => cidr),
    })),
  }
}

/** The charm finds its network by this tag, whatever the network is called (api_crud.py), and stops when two networks carry it. */
const tag = 'charm-octavia'

/** A network that the operator made (create-mgmt-network=false) may have any name. When no network has the tag, the name alone decides. */
function ofCharm(all: readonly Network[], wanted: string): readonly Network[] {
  const tagged = all.filter(({ tags = [] }) => tags.includes(tag))
  return tagged.length > 0 ? tagged : all.filter(({ name }) => name === wanted)
}

/** Every unit that failed did so because it does not lead: it refuses the action before it does anything (src/actions/actions.py). */
function isRefused({ state, tasks }: Operation, leader: string | undefined): boolean {
  const failed = tasks.filter(({ isDone }) => !isDone)
  const refuses = ({ unit, message = '' }: OperationTask) => unit !== leader && message.startsWith('action must be run on the leader')
  return state.is === 'bad' && failed.length > 0 && failed.every(refuses)
}

/** The charm finds the port by the unit's own tag (api_crud.py, get_hm_port). Where no port has that tag, the name that the charm gives decides. */
function portOf(unit: string, ports: readonly Port[]): Port | undefined {
  const tagged = ports.find(({ tags = [] }) => tags.includes(`${tag}-${unit}`))
  return tagged ?? ports.find(({ name }) => name === `octavia-health-manager-${unit}-listen-port`)
}

function unitOf({ name, workload, agent, statusError }: UnitStatus, ports: readonly Port[], now: Date): OctaviaUnit {
  const isUnknown =
    (agent !== undefined && isCalled(agent.state, 'lost')) || (workload !== undefined && isCalled(workload.state, 'unknown'))
  const port = portOf(name.replace('/', '-'), ports)
  return {
    unit: name,
    said: statusError ?? (isUnknown ? agent?.message || 'its agent is lost' : (workload?.message ?? '')),
    ...(workload === undefined || isUnknown ? {} : { state: workload.state }),
    ...(workload?.since === undefined ? {} : { ageS: Math.round((now.getTime() - sinceMs(workload.since)) / 1000) }),
    ...(port === undefined ? {} : { port: { id: port.id, status: port.status } }),
  }
}
