import { type Process, processesOf } from '../host/processes.ts'
import { configFile } from './check.ts'

/** The haproxy that takes new connections. */
export interface Running {
  /** When it was started or last reloaded, by the clock that ps uses; absent when none runs. */
  readonly since?: Date
  /** Configuration files that it reads instead of this unit's own, or in addition to it: `['/tmp/other.cfg']`. */
  readonly otherConfigs: readonly string[]
  /** The start times of other haproxys that serve beside it, each under its own master: a restart did not end them. */
  readonly besides: readonly Date[]
}

export const running = processesOf('haproxy', (all): Running => {
  const groups = serving(all)
  const serves = groups.flatMap((group) => group.serves)
  const latest = Math.max(...serves.map((one) => one.started.getTime()))
  // A haproxy without a master may be draining, as the old one does after a reload.
  const withMaster = groups.filter(({ serves: [first], root }) => first !== root).map((group) => latestOf(group.serves))
  const configs = new Set(serves.flatMap(({ commandLine }) => configsOf(commandLine)))
  configs.delete(configFile)
  return { ...(Number.isFinite(latest) ? { since: new Date(latest) } : {}), otherConfigs: [...configs], besides: besidesOf(withMaster) }
})

/** The other haproxys: all but the newest. */
function besidesOf(started: readonly Date[]): readonly Date[] {
  return started.toSorted((a, b) => +b - +a).slice(1)
}

function latestOf(processes: readonly Process[]): Date {
  return new Date(Math.max(...processes.map(({ started }) => started.getTime())))
}

interface Group {
  /** The process that init started. */
  readonly root: Process
  /** The workers of the root, or the root itself where it has none. */
  readonly serves: readonly Process[]
}

/**
 * The workers, since a reload starts new ones and keeps their master; where there is no master, the process itself.
 * The haproxys of containers on this machine are left out: they are neither children nor grandchildren of init.
 */
function serving(all: readonly Process[]): readonly Group[] {
  const own = all.filter((one) => one.parentPid === 1)
  return own.map((root) => {
    const workers = all.filter((other) => other.parentPid === root.pid)
    return { root, serves: workers.length > 0 ? workers : [root] }
  })
}

/** The paths in `-f /a -f /b` and those after `--`. Paths of charms have no blanks. */
function configsOf(commandLine: string): readonly string[] {
  const [, ...words] = commandLine.trim().split(/\s+/)
  const end = words.indexOf('--')
  const options = end === -1 ? words : words.slice(0, end)
  return [...options.flatMap((word, i) => (word === '-f' ? (options[i + 1] ?? []) : [])), ...(end === -1 ? [] : words.slice(end + 1))]
}
