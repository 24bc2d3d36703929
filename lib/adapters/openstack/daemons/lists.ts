import { type Heard, isCalled } from '../../heard.ts'
import type { JsonObject } from '../../json.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { daemonState, daemonStatus } from './states.ts'

/** A worker or agent that reports to the API of its service. */
export interface Daemon {
  /** `nova-scheduler`, `OVN Controller agent` */
  readonly name: string
  /** Empty where the service does not keep it. */
  readonly host: string
  /** Whether work is given to it. */
  readonly isEnabled: boolean
  /** Why somebody switched it off. Absent: nobody said. */
  readonly reason?: string
  /** Whether it still reports. */
  readonly state: Heard
  /** `enabled`, or a word that says whether it is. Absent where the service has a flag for it. */
  readonly status?: Heard
}

/** What a service of the catalogue says of its own daemons. Octavia and barbican keep no such list. */
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
  return { name: record.text('binary'), host: record.text('hostname'), isEnabled: true, state: daemonState.hear(record.text('status')) }
}

function reasonOf(record: JsonObject): { readonly reason?: string } {
  const reason = record.has('disabled_reason') ? textOrNull(record, 'disabled_reason') : undefined
  return reason === undefined ? {} : { reason }
}
