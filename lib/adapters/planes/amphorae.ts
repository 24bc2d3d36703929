import type { AmphoraSweep, Reported } from '../openstack/octavia/sweep.ts'
import type { Pair } from './pair.ts'

export interface AmphoraPair extends Pair {
  /** Things that Octavia is changing, or whose state is not known. While there are any, Octavia's list and nova's may differ without a fault. */
  readonly changing: readonly Reported[]
}

export function amphoraeAndServers({ amphorae, serversSeen, atWork, unheard, orphans, bodiless }: AmphoraSweep): AmphoraPair {
  return {
    counts: [amphorae.length, serversSeen],
    changing: [...atWork, ...unheard],
    orphans: [
      ...bodiless.map(({ id, state, serverId }) => ({
        at: `amphora ${id}`,
        saw: `is ${state.word}, and nova has no server ${serverId ?? 'for it'}`,
      })),
      ...orphans.map(({ server: { id, name, state }, why }) => ({ at: `nova server ${name} (${id})`, saw: `is ${state.word}; ${why}` })),
    ],
  }
}
