import type { Heard } from '../../heard.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { hypervisorState, hypervisorStatus } from './states.ts'

export interface Hypervisor {
  /** A machine of Ironic, which nova lists as a hypervisor of its own: it has no guests, and Placement has no memory, processors or disk of it. */
  readonly isBareMetal: boolean
  /** The host whose nova-compute reports the hypervisor. For a machine of Ironic, its name differs from `name`. */
  readonly serviceHost?: string
  /** `openstack0.maas`; its resource provider has the same name. */
  readonly name: string
  /**
   * `up`: its nova-compute reports. Do not spread the object: this is a getter, which interprets the word from Nova only when the property is read.
   */
  readonly state: Heard
  /** `enabled`: the scheduler may use this hypervisor. A getter, as `state` is: do not spread the object. */
  readonly status: Heard
  readonly disabledReason?: string
}

/** Nova's hypervisors. Placement says how much room they have: nova's own figures went away with microversion 2.88. */
export const hypervisors: Resource<Hypervisor> = {
  service: 'compute',
  path: '/os-hypervisors/detail',
  key: 'hypervisors',
  row: (record) => {
    const reason = textOrNull(record.object('service'), 'disabled_reason')
    const [state, status] = [record.text('state'), record.text('status')]
    const serviceHost = textOrNull(record.object('service'), 'host')
    return {
      isBareMetal: textOrNull(record, 'hypervisor_type')?.toLowerCase() === 'ironic',
      ...(serviceHost === undefined ? {} : { serviceHost }),
      name: record.text('hypervisor_hostname'),
      get state() {
        return hypervisorState.hear(state)
      },
      get status() {
        return hypervisorStatus.hear(status)
      },
      ...(reason === undefined ? {} : { disabledReason: reason }),
    }
  },
}
