import { type Ask, observe } from '../command.ts'
import { type Silent, sweepOf, type Unit } from '../unit.ts'
import { type Server, showStat } from './stat.ts'

export type { Silent } from '../unit.ts'
export type { ServerState } from './server-state.ts'
export type { Server } from './stat.ts'

export interface HaproxySweep {
  /** Every unit that was asked, silent or not. */
  readonly units: readonly string[]
  /** The backend servers as each unit's own haproxy sees them. */
  readonly servers: readonly (Server & { readonly unit: string })[]
  readonly silent: readonly Silent[]
}

export interface Haproxy {
  sweep(units: readonly Unit[]): Promise<HaproxySweep>
}

export function createHaproxy(ask: Ask): Haproxy {
  return {
    sweep: async (asked) => {
      const { units, seen, silent } = await sweepOf(asked, async (unit) => ({ servers: await observe(ask, unit, showStat(unit.name)) }))
      return { units, servers: seen.flatMap(({ unit, servers }) => servers.map((server) => ({ unit, ...server }))), silent }
    },
  }
}
