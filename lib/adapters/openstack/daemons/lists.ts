import { type Heard, isCalled } from '../../heard.ts'
import type { JsonObject } from '../../json.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { daemonState, daemonStatus } from './states.ts'

/** A worker or agent that reports to the API of its service. */
export interface Daemon {
  /** `nova-scheduler`, `OVN Controller agent` */
  readonly name: string
  /** The host that the daemon runs on. Empty when Magnum lists none for it. */
  readonly host: string
  /** Whether its service gives it work. */
  readonly isEnabled: boolean
  /** Why it was switched off. Absent: no reason was given. */
  readonly reason?: string
  /** The service switched this daemon off by itself, because the daemon could not work. nova does so with a nova-compute that has lost libvirt. */
  readonly hasGivenUp: boolean
  /** Whether it still reports. */
  readonly state: Heard
  /**
   * The service's own word for `isEnabled`, such as `enabled`. Absent for Neutron and Magnum, which send a flag instead, and for Heat, where
   * `isEnabled` is always true.
   */
  readonly status?: Heard
}

/** The lists that services of the catalogue keep of their own daemons. Octavia and barbican keep no such list. */
export const daemonLists: readonly Resource<Daemon>[] = [
  { service: 'compute', path: '/os-services', key: 'services', row: withStatus },
  { service: 'volumev3', path: '/os-services', key: 'services', row: withStatus },
  { service: 'block-storage', path: '/os-services', key: 'services', row: withStatus },
  { service: 'network', path: '/v2.0/agents', key: 'agents', row: agent },
  { service: 'container-infra', path: '/v1/mservices', key: 'mservices', row: magnums },
  { service: 'orchestration', path: '/services', key: 'services', row: heats },
]

function withStatus(record: JsonObject): Daemon {
  const status = daemonStatus.hear(record.text('status'))
  return {
    name: record.text('binary'),
    host: record.text('host'),
    isEnabled: !isCalled(status, 'disabled'),
    ...reasonOf(record),
    state: daemonState.hear(record.text('state')),
    status,
  }
}

function agent(record: JsonObject): Daemon {
  return {
    name: record.text('agent_type'),
    host: record.text('host'),
    isEnabled: record.flag('admin_state_up'),
    hasGivenUp: false,
    state: daemonState.hear(record.flag('alive') ? 'up' : 'down'),
  }
}

function magnums(record: JsonObject): Daemon {
  return {
    name: record.text('binary'),
    host: textOrNull(record, 'host') ?? '',
    isEnabled: !record.flag('disabled'),
    ...reasonOf(record),
    state: daemonState.hear(record.text('state')),
  }
}

function heats(record: JsonObject): Daemon {
  return {
    name: record.text('binary'),
    host: record.text('hostname'),
    isEnabled: true,
    hasGivenUp: false,
    state: daemonState.hear(record.text('status')),
  }
}

/**
 * Matches the reason that nova writes when it disables a service by itself: `AUTO: Connection to libvirt lost: 1` (DISABLE_PREFIX in
 * nova/virt/libvirt/driver.py), or in Pike `Auto-disabled due to 10 build failures`.
 */
const byItself = /^auto(?::|-disabled)/i

function reasonOf(record: JsonObject): Pick<Daemon, 'reason' | 'hasGivenUp'> {
  const reason = record.has('disabled_reason') ? textOrNull(record, 'disabled_reason') : undefined
  return reason === undefined ? { hasGivenUp: false } : { reason, hasGivenUp: byItself.test(reason) }
}
