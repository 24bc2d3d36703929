import type { Ask } from '../../transport/ask.ts'
import { observe } from '../command.ts'
import { type Silent, type Sweep, sweepOf, type Unit } from '../unit.ts'
import { type ConfigCheck, configCheck } from './check.ts'
import { type LoadedFile, loadedFiles } from './loaded-files.ts'
import { type Running, running } from './running.ts'
import { statisticsOf } from './show-stat.ts'
import type { Server, Summary } from './stat.ts'

export type { Silent } from '../unit.ts'
export type { ConfigCheck } from './check.ts'
export type { LoadedFile } from './loaded-files.ts'
export type { Running } from './running.ts'
export type { Server, Summary } from './stat.ts'

export interface HaproxySweep {
  /** Every unit that was asked, silent or not. */
  readonly units: readonly string[]
  /** The backend servers as each unit's own haproxy sees them. */
  readonly servers: readonly (Server & { readonly unit: string })[]
  /** Each unit's frontends and backends as a whole. */
  readonly summaries: readonly (Summary & { readonly unit: string })[]
  readonly silent: readonly Silent[]
}

export interface Haproxy {
  sweep(units: readonly Unit[]): Promise<HaproxySweep>
  /** haproxy's own check of the configuration on disk. */
  checks(units: readonly Unit[]): Promise<Sweep<ConfigCheck>>
  /** When haproxy was started or last reloaded, and when its configuration on disk and the certificate files named there last changed. */
  loads(units: readonly Unit[]): Promise<Sweep<Running & { readonly files: readonly LoadedFile[] }>>
}

export function createHaproxy(ask: Ask): Haproxy {
  return {
    sweep: async (asked) => {
      const { units, seen, silent } = await sweepOf(asked, (unit) => statisticsOf(ask, unit))
      return {
        units,
        servers: seen.flatMap(({ unit, servers }) => servers.map((one) => ({ unit, ...one }))),
        summaries: seen.flatMap(({ unit, summaries }) => summaries.map((one) => ({ unit, ...one }))),
        silent,
      }
    },
    checks: (units) => sweepOf(units, (unit) => observe(ask, unit, configCheck)),
    loads: (units) =>
      sweepOf(units, async (unit) => {
        const [since, files] = await Promise.all([observe(ask, unit, running), loadedFiles(ask, unit)])
        return { ...since, files }
      }),
  }
}
