import { randomBytes } from 'node:crypto'

/** `2026-11-22T12-40-05Z-9f3a`: sorts by time, legal as a file name and as a Kubernetes label value. */
export function newRunId(at = new Date()): string {
  return `${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${randomBytes(2).toString('hex')}`
}
