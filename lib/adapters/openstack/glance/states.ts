import { vocabulary } from '../../heard.ts'

/** Whether Glance has the image and hands it out. */
export const imageStatus = vocabulary({
  field: 'glance image: status',
  source: 'glance/domain/__init__.py valid_state_targets',
  good: ['active'],
  waiting: ['queued', 'saving', 'uploading', 'importing'],
  bad: ['killed', 'deactivated', 'pending_delete', 'deleted'],
  places: [{ asked: 'image GET /v2/images', key: 'status' }],
})

/** Who sees the image. When a user creates a cluster, Magnum uses that user's token to look for the template's image. */
export const imageVisibility = vocabulary({
  field: 'glance image: visibility',
  source: 'glance/domain/__init__.py, api/v2/images.py',
  good: ['public', 'community'],
  waiting: [],
  bad: ['private', 'shared'],
  places: [{ asked: 'image GET /v2/images', key: 'visibility' }],
})

/** An import into one store or several is under way. */
export function isArriving(status: string): boolean {
  return status === 'importing' || status === 'uploading'
}

/** Only its owner finds a community image in the list of images (api-ref/source/v2/images-sharing-v2.inc). */
export function isFoundByIdOnly(visibility: string | undefined): boolean {
  return visibility === 'community'
}

/** Glance hands the image out: as far as Glance knows, it has all of the image. */
export function isHandedOut(status: string): boolean {
  return status === 'active'
}

/** An admin has switched the image off: none of its content is lost, but nobody can boot from it. */
export function isSwitchedOff(status: string): boolean {
  return status === 'deactivated'
}

/** The image is being deleted: with delayed_delete, Glance keeps the image's record until Glance's scrubber runs. */
export function isGoing(status: string): boolean {
  return status === 'pending_delete' || status === 'deleted'
}
