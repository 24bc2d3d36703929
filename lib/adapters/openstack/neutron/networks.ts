import type { JsonObject } from '../../json.ts'
import { records, textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'

export interface Network {
  readonly id: string
  readonly name: string
  /** Routers have their gateway here. */
  readonly isExternal: boolean
  /** `physnet1`; absent for an overlay, and when the user may not see it. */
  readonly physicalNetwork?: string
  /**
   * The ids of the VLANs that the network lies in: `[103]`. Absent when a segment of the network is not a VLAN, and when Neutron does not show the
   * ids.
   */
  readonly vlanIds?: readonly number[]
  /** `['charm-octavia']` on a network that this charm has made. Absent on a network without tags. */
  readonly tags?: readonly string[]
}

/** Neutron's networks. An admin gets those of all projects. */
export const networks: Resource<Network> = {
  service: 'network',
  path: '/v2.0/networks',
  key: 'networks',
  row: (record) => {
    // One physical network, or a list of segments on several.
    const segments = record.own('segments') === undefined ? [record] : records(record, 'segments')
    const physical = segments.map((segment) => textOrNull(segment, 'provider:physical_network')).find((name) => name !== undefined)
    return {
      id: record.text('id'),
      name: record.text('name'),
      isExternal: record.flag('router:external'),
      ...(record.texts('tags').length === 0 ? {} : { tags: record.texts('tags') }),
      ...(physical === undefined ? {} : { physicalNetwork: physical }),
      ...vlansIn(segments),
    }
  },
}

function vlansIn(segments: readonly JsonObject[]): Pick<Network, 'vlanIds'> {
  const ids = segments.map((one) => (one.own('provider:network_type') === 'vlan' ? one.own('provider:segmentation_id') : undefined))
  return ids.every((id) => typeof id === 'number') ? { vlanIds: ids } : {}
}
