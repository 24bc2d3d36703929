import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'

export interface Volume {
  readonly id: string
  /** May be empty. The name is `pvc-…` when Kubernetes made the volume. */
  readonly name: string
  /** The cluster whose CSI driver made the volume, by the name that the driver was configured with; absent for every other volume. */
  readonly cluster?: string
}

/** Cinder's volumes in all projects; Cinder refuses a user who may not see them (403). `service`: Cinder's type in the catalogue. */
export function volumesOf(service: 'volumev3' | 'block-storage'): Resource<Volume> {
  return {
    service,
    path: '/volumes/detail?all_tenants=1',
    key: 'volumes',
    row: (record) => {
      const metadata = record.own('metadata') === undefined ? undefined : record.object('metadata')
      const cluster = metadata?.optionalText('cinder.csi.openstack.org/cluster')
      return { id: record.text('id'), name: textOrNull(record, 'name') ?? '', ...(cluster === undefined ? {} : { cluster }) }
    },
  }
}
