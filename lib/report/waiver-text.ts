import type { WaivedBy, WaiverResult } from './result.ts'

/** `waived until 2027-01-31 by ops (ticket OPS-7): the disk comes in December` */
export function waiverText({ expires, owner, ticket, reason }: WaivedBy): string {
  return `waived until ${expires} by ${owner} (ticket ${ticket}): ${reason}`
}

/**
 * The name of a waiver: `haproxy-zero-down at keystone/1: admin-port/keystone-0, DOWN (ticket OPS-7, ops)`. A waiver that cannot be read has no
 * details.
 */
export function waiverName({ gate, at, covers = [], ticket, owner }: WaiverResult): string {
  if (gate === undefined) return 'a waiver that cannot be read'
  return `${gate}${at === undefined ? '' : ` at ${at}`}: ${covers.join(', ')} (ticket ${ticket}, ${owner})`
}
