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

/** An admin has switched the image off: nothing of it is lost, and nobody can boot from it. */
export function isSwitchedOff(status: string): boolean {
  return status === 'deactivated'
}

/** On its way out: with delayed_delete, Glance keeps such a row until its scrubber comes by. */
export function isGoing(status: string): boolean {
  return status === 'pending_delete' || status === 'deleted'
}
