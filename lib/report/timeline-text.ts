import { duration } from './plain-text.ts'
import type { Timeline } from './result.ts'

/** `settled after 24.1 s (not green at 14:03:02, green at 14:03:26 UTC)` */
export function timelineText({ redAt, greenAt, settledAfterMs }: Timeline): string {
  if (greenAt === undefined || settledAfterMs === undefined) return `not green at ${clock(redAt)} UTC, and not green when the wait ended`
  return `settled after ${duration(settledAfterMs)} (not green at ${clock(redAt)}, green at ${clock(greenAt)} UTC)`
}

function clock(iso: string): string {
  return iso.slice(11, 19)
}
