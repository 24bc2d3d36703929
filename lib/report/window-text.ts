import { plain } from './plain-text.ts'
import type { InWindow } from './result.ts'

/** `in the maintenance window until 2026-11-28 06:00 UTC: new switches` */
export function inWindowText({ until, reason }: InWindow): string {
  return `in the maintenance window until ${until.slice(0, 16).replace('T', ' ')} UTC: ${plain(reason)}`
}
