import { type Process, processesOf } from '../host/processes.ts'
import { configFile } from './check.ts'

/** The haproxy that takes new connections. */
export interface Running {
  /** When haproxy was started or last reloaded, by the clock that ps uses; absent when no haproxy runs. */
  readonly since?: Date
  /** The configuration files on haproxy's command line, without this unit's own: `['/tmp/other.cfg']`. */
  readonly otherConfigs: readonly string[]
  /** The start times of other haproxy processes that also serve, each under its own master. A restart failed to end them. */
  readonly besides: readonly Date[]
}

export const running = processesOf('haproxy', (all): Running => {
  const groups = serving(all)
  const serves = groups.flatMap((group) => group.serves)
  const latest = Math.max(...serves.map((one) => one.started.getTime()))
  // Only haproxys with a master count here: one without a master may be the old process after a reload, which only
  // drains its connections.
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
  /** The processes that serve requests: the workers of `root`, or `root` itself when it has no workers. */
  readonly serves: readonly Process[]
}

/**
 * For each haproxy of this machine, the processes that serve requests: the workers of a master, or the process itself when it has no workers. A
 * reload keeps the master and starts new workers. ps also lists the haproxys of containers. They are left out, because this machine's init did not
 * start them.
 */
function serving(all: readonly Process[]): readonly Group[] {
  const own = all.filter((one) => one.parentPid === 1)
  return own.map((root) => {
    const workers = all.filter((other) => other.parentPid === root.pid)
    return { root, serves: workers.length > 0 ? workers : [root] }
  })
}

/**
 * The paths in `-f /a -f /b` and those after `--`. The line is split at blanks: the paths that charms give to haproxy contain none.
 */
function configsOf(commandLine: string): readonly string[] {
  const [, ...words] = commandLine.trim().split(/\s+/)
  const end = words.indexOf('--')
  const options = end === -1 ? words : words.slice(0, end)
  return [...options.flatMap((word, i) => (word === '-f' ? (options[i + 1] ?? []) : [])), ...(end === -1 ? [] : words.slice(end + 1))]
}
