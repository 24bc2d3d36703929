import { type Command, NotUnderstood } from '../command.ts'
import type { Heard } from '../heard.ts'
import { onlyLine, wholeLines } from '../lines.ts'
import { activeState, isMasked, isMissing, lastResult, loadState, subState } from './service-states.ts'

/** A service as systemd sees it. */
export interface Service {
  /**
   * `not-found`: there is no such unit. A state is compared with the known words only when a gate reads that state. Most gates read no state: they
   * need only the process.
   */
  readonly loadState: Heard
  /** True when systemd has no unit of that name and no main process runs. False for a service that still runs after its unit file was removed. */
  readonly isMissing: boolean
  /** systemd refuses to start it. The action pause of a charm masks the charm's services, and the action resume unmasks and starts them. */
  readonly isMasked: boolean
  /** A service in a crash loop is `activating` most of the time and `active` for seconds. */
  readonly activeState: Heard
  readonly subState: Heard
  /** How the last run ended. */
  readonly result: Heard
  /** Restarts by systemd itself since the unit was last started by hand: above 0 is a crash loop, or was one. */
  readonly restarts: number
  /** Absent while no main process runs. */
  readonly mainPid?: number
}

const properties = ['MainPID', 'NRestarts', 'ActiveState', 'SubState', 'Result', 'LoadState'] as const

/** systemctl exits 0 also for a unit that does not exist. `name`: `octavia-worker`. */
export const serviceOf = (name: string): Command<Service> => ({
  argv: ['systemctl', 'show', name, '-p', properties.join(',')],
  parse: ({ stdout }) => {
    const said = new Map(wholeLines(stdout).map((line) => split(line)))
    const text = (property: (typeof properties)[number]): string => {
      const value = said.get(property)
      if (value === undefined || value === '') throw new NotUnderstood(`says nothing of ${property}`)
      return value
    }
    const mainPid = count('MainPID', text('MainPID'))
    const [load, active, sub, result] = [text('LoadState'), text('ActiveState'), text('SubState'), text('Result')]
    return {
      get loadState() {
        return loadState.hear(load)
      },
      get activeState() {
        return activeState.hear(active)
      },
      get subState() {
        return subState.hear(sub)
      },
      get result() {
        return lastResult.hear(result)
      },
      isMissing: isMissing(load) && mainPid === 0,
      isMasked: isMasked(load),
      restarts: count('NRestarts', text('NRestarts')),
      ...(mainPid === 0 ? {} : { mainPid }),
    }
  },
})

/** When the service's present process was started, by the unit's own clock; absent when none runs. systemctl prints times in its own time zone. */
export const startOf = (name: string): Command<{ readonly started?: Date }> => ({
  argv: ['env', 'LC_ALL=C', 'TZ=UTC0', 'systemctl', 'show', name, '-p', 'ExecMainStartTimestamp'],
  parse: ({ stdout }) => {
    const [, text = ''] = split(onlyLine(stdout))
    if (text === '' || text === 'n/a') return {}
    const [, day, time] = /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text) ?? []
    if (day === undefined) throw new NotUnderstood(`has the time ${JSON.stringify(text.slice(0, 60))}, wanted Thu 2026-11-19 10:00:00 UTC`)
    return { started: new Date(`${day}T${time}Z`) }
  },
})

function split(line: string): readonly [string, string] {
  const equals = line.indexOf('=')
  if (equals < 1) throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted Name=value`)
  return [line.slice(0, equals), line.slice(equals + 1)]
}

function count(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new NotUnderstood(`has ${name}=${value}, wanted a number`)
  return Number(value)
}
