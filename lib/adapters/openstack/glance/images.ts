import type { Heard } from '../../heard.ts'
import type { JsonObject } from '../../json.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { timeIn, timeOrNull } from '../time.ts'
import { imageStatus, imageVisibility, isArriving, isFoundByIdOnly, isGoing, isHandedOut, isSwitchedOff } from './states.ts'

export interface Image {
  readonly id: string
  /** May be empty. */
  readonly name: string
  /**
   * `active`, `queued`, `saving`, `uploading`, `importing`, `killed`, `deactivated` … This is a getter, which judges Glance's word
   * only when the property is read. So do not spread the object: that reads the property.
   */
  readonly state: Heard
  /**
   * Who sees the image; absent where Glance does not say. A getter, as `state` is: do not spread the object.
   */
  readonly visibility: Heard | undefined
  /** Glance lists the image only to its own project, unless community images are asked for. Other projects can still get it by its id. */
  readonly isFoundByIdOnly: boolean
  /** An admin deactivated it. */
  readonly isSwitchedOff: boolean
  /** It is being deleted. */
  readonly isGoing: boolean
  /** The image is active but 0 bytes long, because the uploaded file was empty. Nothing can boot from the image. */
  readonly isEmpty: boolean
  /**
   * It is the snapshot of a server that boots from volumes. Such an image is active without content and format, because it only names Cinder's
   * snapshots.
   */
  readonly isOfVolumes: boolean
  /** Stores that the import of the image failed for (os_glance_failed_import): `['store1']`. */
  readonly failedStores: readonly string[]
  /** The stores into which the image is still to be copied (os_glance_importing_to_stores). An active image is copied from a store that has it. */
  readonly storesToCome: readonly string[]
  /** An import of the image into stores is under way (os_glance_importing_to_stores). False for a queued image, whose import was given up. */
  readonly isImporting: boolean
  /** `raw`, `qcow2`; absent until it has content. */
  readonly diskFormat?: string
  readonly tags: readonly string[]
  readonly updated: Date
  /** Absent where Glance does not say. */
  readonly created?: Date
  /** The id of the project that it belongs to; absent where it belongs to none. */
  readonly owner?: string
  /** The properties that the Magnum driver uses; each absent when the image does not carry it. */
  readonly kubeVersion?: string
  readonly osDistro?: string
}

/** Glance's images. Without `limit`, Glance sends 25 at a time. The API puts properties next to the fields; the openstack command does not. */
export const images: Resource<Image> = {
  service: 'image',
  path: '/v2/images?limit=1000',
  key: 'images',
  row: (record) => {
    const [name, diskFormat, kubeVersion, osDistro, owner] = ['name', 'disk_format', 'kube_version', 'os_distro', 'owner'].map((key) =>
      textOrNull(record, key),
    )
    const created = timeOrNull(record, 'created_at')
    const status = record.text('status')
    const visibility = textOrNull(record, 'visibility')
    const storesToCome = storesIn(textOrNull(record, 'os_glance_importing_to_stores'))
    return {
      id: record.text('id'),
      name: name ?? '',
      get state() {
        return imageStatus.hear(status)
      },
      get visibility() {
        return visibility === undefined ? undefined : imageVisibility.hear(visibility)
      },
      isFoundByIdOnly: isFoundByIdOnly(visibility),
      isSwitchedOff: isSwitchedOff(status),
      isGoing: isGoing(status),
      isEmpty: isHandedOut(status) && record.own('size') === 0 && !isOfVolumes(record),
      isOfVolumes: isOfVolumes(record),
      failedStores: storesIn(textOrNull(record, 'os_glance_failed_import')),
      storesToCome,
      isImporting: isArriving(status) && storesToCome.length > 0,
      tags: record.texts('tags'),
      updated: timeIn(record, 'updated_at'),
      ...(created === undefined ? {} : { created }),
      ...(owner === undefined ? {} : { owner }),
      ...(diskFormat === undefined ? {} : { diskFormat }),
      ...(kubeVersion === undefined ? {} : { kubeVersion }),
      ...(osDistro === undefined ? {} : { osDistro }),
    }
  },
}

/** `block_device_mapping` is JSON in a string: `[]` for a server without volumes (nova/compute/api.py, snapshot_volume_backed). */
function isOfVolumes(record: JsonObject): boolean {
  const mapping = textOrNull(record, 'block_device_mapping')
  return mapping !== undefined && mapping.trim() !== '[]'
}

/** `store1,store2`; empty where nothing failed. */
function storesIn(text = ''): readonly string[] {
  return text.split(',').flatMap((store) => store.trim() || [])
}

/** The hidden images: Glance lists them only when it is asked for hidden images alone. */
export const hiddenImages: Resource<Image> = { ...images, path: '/v2/images?os_hidden=true&limit=1000' }

/** The community images. Without this filter, Glance lists them to their own project only: not even an admin of another project sees them. */
export const communityImages: Resource<Image> = { ...images, path: '/v2/images?visibility=community&limit=1000' }
