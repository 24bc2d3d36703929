import { plain, utcMinute } from './plain-text.ts'
import type { InWindow } from './result.ts'

/** `in the maintenance window until 2026-11-28 06:00 UTC: new switches` */
export function inWindowText({ until, reason }: InWindow): string {
  return `in the maintenance window until ${utcMinute(until)}: ${plain(reason)}`
}
