import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'

export interface FloatingIp {
  readonly id: string
  /** `10.12.7.41` */
  readonly address: string
  /** The description that its maker wrote. Absent when the maker wrote none. */
  readonly description?: string
}

/** Neutron's floating IPs. An admin sees those of all projects. The port that a floating IP leads to is not read. */
export const floatingIps: Resource<FloatingIp> = {
  service: 'network',
  path: '/v2.0/floatingips?fields=id&fields=floating_ip_address&fields=description',
  key: 'floatingips',
  row: (record) => {
    const description = textOrNull(record, 'description')
    return { id: record.text('id'), address: record.text('floating_ip_address'), ...(description === undefined ? {} : { description }) }
  },
}
