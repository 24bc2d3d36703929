import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { observe } from '../command.ts'
import type { LoadedFile } from '../host/file-change.ts'
import { serviceOf } from '../host/service.ts'
import { ifSeen } from '../if-seen.ts'
import { type Silent, type Sweep, sweepOf, type Unit } from '../unit.ts'
import { type ConfigCheck, configCheck } from './check.ts'
import { loadedFiles } from './loaded-files.ts'
import { type Running, running } from './running.ts'
import { statisticsOf } from './show-stat.ts'
import type { Server, Summary } from './stat.ts'

export type { LoadedFile } from '../host/file-change.ts'
export type { Silent } from '../unit.ts'
export type { ConfigCheck } from './check.ts'
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
  /** The silent units where the haproxy service is masked, so systemd refuses to start it. The action pause of a charm masks the service. */
  readonly paused: ReadonlySet<string>
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
      const paused = new Set<string>()
      const { units, seen, silent } = await sweepOf(asked, (unit) =>
        statisticsOf(ask, unit).catch(async (error: unknown) => {
          if (isGone(error) && (await isPaused(ask, unit))) paused.add(unit.name)
          throw error
        }),
      )
      return {
        units,
        servers: seen.flatMap(({ unit, servers }) => servers.map((one) => ({ unit, ...one }))),
        summaries: seen.flatMap(({ unit, summaries }) => summaries.map((one) => ({ unit, ...one }))),
        silent,
        paused,
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

/** Whether the socket gave no connection: haproxy does not run, or is too busy. An error of another kind does not show that haproxy is down. */
function isGone(error: unknown): boolean {
  return error instanceof CouldNotLook && error.kind === 'unreachable'
}

function isPaused(ask: Ask, unit: Unit): Promise<boolean> {
  return ifSeen(async () => (await observe(ask, unit, serviceOf('haproxy'))).isMasked, false)
}
