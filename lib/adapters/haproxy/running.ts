import { type Process, processesOf } from '../host/processes.ts'
import { configFile } from './check.ts'

/** The haproxy that takes new connections. */
export interface Running {
  /** When it was started or last reloaded, by the clock that ps goes by; absent when none runs. */
  readonly since?: Date
  /** What it reads in place of, or besides, the configuration of this unit: `['/tmp/other.cfg']`. */
  readonly otherConfigs: readonly string[]
}

export const running = processesOf('haproxy', (all): Running => {
  const serves = serving(all)
  const latest = Math.max(...serves.map((one) => one.started.getTime()))
  const configs = new Set(serves.flatMap(({ commandLine }) => configsOf(commandLine)))
  configs.delete(configFile)
  return { ...(Number.isFinite(latest) ? { since: new Date(latest) } : {}), otherConfigs: [...configs] }
})

/**
 * The workers, as a reload starts new ones and leaves their master as it is; or the process itself where there is no master.
 * Those of containers on this machine are none of init's children, nor theirs.
 */
function serving(all: readonly Process[]): readonly Process[] {
  const own = all.filter((one) => one.parentPid === 1)
  return own.flatMap((one) => {
    const workers = all.filter((other) => other.parentPid === one.pid)
    return workers.length > 0 ? workers : [one]
  })
}

/** `-f /a -f /b`, and what stands behind `--`. Paths of charms have no blanks. */
function configsOf(commandLine: string): readonly string[] {
  const [, ...words] = commandLine.trim().split(/\s+/)
  const end = words.indexOf('--')
  const options = end === -1 ? words : words.slice(0, end)
  return [...options.flatMap((word, i) => (word === '-f' ? (options[i + 1] ?? []) : [])), ...(end === -1 ? [] : words.slice(end + 1))]
}
