import type { Ask } from '../../transport/ask.ts'
import { observe } from '../command.ts'
import { clock } from '../host/clock.ts'
import { askable, type Sweep, sweepOf, type Unit } from '../unit.ts'
import { type CapiDriver, createCapiDriver } from './capi-driver.ts'
import { type ConductorService, conductorService } from './conductor-service.ts'
import { type DefaultsFile, defaultsFile } from './defaults.ts'
import { type HelmOnInitPath, helmOnInitPath } from './helm.ts'
import { type ConductorProcess, conductorProcesses } from './live.ts'
import { processesAsSeen, processesBeside, processesOfService } from './of-service.ts'
import { initScriptPath, type ProcessPath, processPath } from './process-path.ts'
import { type ShowArgs, showArgs } from './show-args.ts'
import { type PollLog, skippedPolls } from './skipped-polls.ts'

export type { Silent, Sweep } from '../unit.ts'
export type { Contract } from './capi-driver.ts'
export type { ConductorService } from './conductor-service.ts'
export type { ConfigArgs } from './config-args.ts'
export type { DefaultsFile } from './defaults.ts'
export type { HelmOnInitPath } from './helm.ts'
export type { ConductorProcess } from './live.ts'
export type { ProcessPath } from './process-path.ts'
export type { ShowArgs } from './show-args.ts'
export type { PollLog, SkippedPoll } from './skipped-polls.ts'

/** Four sources that show how one conductor was started, and how it would be started now. */
export interface Conductor {
  readonly defaults: DefaultsFile
  readonly showArgs: ShowArgs
  /** Empty when none runs. */
  readonly processes: readonly ConductorProcess[]
  /** The conductor processes that systemd did not start. */
  readonly beside: readonly ConductorProcess[]
  /** How long the process that systemd started has run; absent when none runs. */
  readonly ageS?: number
  readonly service: ConductorService
}

export interface Magnum extends CapiDriver {
  conductor(unit: Unit): Promise<Conductor>
  /** Every unit's conductor. */
  sweep(units: readonly Unit[]): Promise<Sweep<Conductor>>
  helm(unit: Unit): Promise<HelmOnInitPath>
  helms(units: readonly Unit[]): Promise<Sweep<{ readonly helm: HelmOnInitPath }>>
  /** PATH of every conductor process that systemd started; empty when none runs. Needs sudo. */
  livePaths(unit: Unit): Promise<readonly ProcessPath[]>
  livePathsOf(units: readonly Unit[]): Promise<Sweep<{ readonly paths: readonly ProcessPath[] }>>
  /** For each unit: the polls of cluster health that its conductor skipped lately. Needs sudo. */
  skippedPollsOf(units: readonly Unit[]): Promise<Sweep<PollLog>>
}

export function createMagnum(ask: Ask): Magnum {
  const conductor = async (unit: Unit): Promise<Conductor> => {
    const on = askable(unit)
    const [defaults, args, running, service, now] = await Promise.all([
      defaultsFile(ask, on),
      observe(ask, on, showArgs),
      observe(ask, on, conductorProcesses),
      observe(ask, on, conductorService),
      observe(ask, on, clock),
    ])
    const processes = processesAsSeen(running, service)
    const ages = processes.filter((one) => one.isParent).map((one) => secondsBetween(one.startedAt, now))
    return {
      defaults,
      showArgs: args,
      processes,
      beside: processesBeside(running, service),
      service,
      ...(ages.length > 0 ? { ageS: Math.min(...ages) } : {}),
    }
  }
  const helm = async (unit: Unit) => observe(ask, askable(unit), helmOnInitPath)
  const pathOf = async (on: Unit, { pid, isRetitled }: ConductorProcess): Promise<ProcessPath> => {
    const path = await observe(ask, on, processPath(pid))
    return path.folders || !isRetitled ? path : { pid, folders: await observe(ask, on, initScriptPath) }
  }
  const livePaths = async (unit: Unit) => {
    const on = askable(unit)
    const parents = (await processesOfService(ask, on)).filter((process) => process.isParent)
    return Promise.all(parents.map((one) => pathOf(on, one)))
  }
  return {
    ...createCapiDriver(ask),
    conductor,
    sweep: (units) => sweepOf(units, conductor),
    helm,
    helms: (units) => sweepOf(units, async (unit) => ({ helm: await helm(unit) })),
    livePaths,
    livePathsOf: (units) => sweepOf(units, async (unit) => ({ paths: await livePaths(unit) })),
    skippedPollsOf: (units) => sweepOf(units, (unit) => observe(ask, unit, skippedPolls)),
  }
}

/** Never below zero: the clock may have been read a moment before a process started. */
function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000))
}
