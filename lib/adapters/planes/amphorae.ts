import type { AmphoraSweep } from '../openstack/octavia/sweep.ts'
import type { Pair } from './pair.ts'

export interface AmphoraPair extends Pair {
  /** What Octavia is at work on; until it is done, neither side is right about the other. */
  readonly changing: readonly string[]
}

export function amphoraeAndServers({ amphorae, serversSeen, changing, orphans, bodiless }: AmphoraSweep): AmphoraPair {
  return {
    counts: [amphorae.length, serversSeen],
    changing,
    orphans: [
      ...bodiless.map(({ id, status, serverId }) => ({
        at: `amphora ${id}`,
        saw: `is ${status}, and nova has no server ${serverId ?? 'for it'}`,
      })),
      ...orphans.map(({ id, name, status, why }) => ({ at: `nova server ${name} (${id})`, saw: `is ${status}; ${why}` })),
    ],
  }
}
