import type { Heard } from '../../heard.ts'
import { records, textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { portStatus } from './states.ts'

export interface Port {
  readonly id: string
  /** May be empty. */
  readonly name: string
  readonly networkId: string
  /** The server or device it belongs to; empty when it has none. */
  readonly deviceId: string
  /** `compute:nova`, `network:distributed` … */
  readonly owner: string
  /**
   * A getter: Neutron's word for the status is classified as good or bad only when a gate reads this field, because most gates want
   * only the addresses. Do not spread the object: that reads every field.
   */
  readonly status: Heard
  readonly addresses: readonly string[]
  /** `['charm-octavia', 'charm-octavia-octavia-0']`. Absent on a port without tags. */
  readonly tags?: readonly string[]
}

/** Neutron's ports. An admin gets the ports of all projects. */
export const ports: Resource<Port> = {
  service: 'network',
  path: '/v2.0/ports',
  key: 'ports',
  row: (record) => {
    const status = record.text('status')
    return {
      id: record.text('id'),
      name: record.text('name'),
      networkId: record.text('network_id'),
      deviceId: record.text('device_id'),
      owner: record.text('device_owner'),
      get status() {
        return portStatus.hear(status)
      },
      addresses: records(record, 'fixed_ips').map((one) => one.text('ip_address')),
      ...(record.texts('tags').length === 0 ? {} : { tags: record.texts('tags') }),
    }
  },
}

export interface DescribedPort {
  readonly id: string
  /** May be empty, and is not unique. */
  readonly name: string
  /** The description that the creator of the port wrote. Absent when the creator wrote none. */
  readonly description?: string
  /** Neutron makes such a port for every floating IP. */
  readonly isOfFloatingIp: boolean
}

/** All ports. Each comes with the description that its maker wrote, but without addresses, which are not asked for here. */
export const describedPorts: Resource<DescribedPort> = {
  service: 'network',
  path: '/v2.0/ports?fields=id&fields=name&fields=description&fields=device_owner',
  key: 'ports',
  row: (record) => {
    const description = textOrNull(record, 'description')
    return {
      id: record.text('id'),
      name: record.text('name'),
      ...(description === undefined ? {} : { description }),
      isOfFloatingIp: textOrNull(record, 'device_owner') === 'network:floatingip',
    }
  },
}
