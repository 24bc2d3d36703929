import { NotUnderstood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'

export interface Hypervisor {
  /** `openstack0.maas`; the name of its resource provider as well. */
  readonly name: string
  /** Its nova-compute reports. */
  readonly isUp: boolean
  /** The scheduler may use it. */
  readonly isEnabled: boolean
  readonly disabledReason?: string
}

/** Nova's hypervisors. What room they have is Placement's to tell: these figures went away with microversion 2.88. */
export const hypervisors: Resource<Hypervisor> = {
  service: 'compute',
  path: '/os-hypervisors/detail',
  key: 'hypervisors',
  row: (record) => {
    const reason = textOrNull(record.object('service'), 'disabled_reason')
    return {
      name: record.text('hypervisor_hostname'),
      isUp: oneOf(record, 'state', 'up', 'down'),
      isEnabled: oneOf(record, 'status', 'enabled', 'disabled'),
      ...(reason === undefined ? {} : { disabledReason: reason }),
    }
  },
}

function oneOf(record: JsonObject, key: string, good: string, bad: string): boolean {
  const text = record.text(key)
  if (text !== good && text !== bad) throw new NotUnderstood(`${record.at}.${key}: wanted ${good} or ${bad}, got ${JSON.stringify(text)}`)
  return text === good
}
