import { join } from 'node:path'
import { mayIGoOn } from '../report/answer.ts'
import { isOfFuture, runFolders, runIn } from '../report/kept.ts'
import { nagiosLine } from '../report/nagios.ts'
import { counted, plain, utcMinute } from '../report/plain-text.ts'
import type { RunResult } from '../report/result.ts'
import { isAlive, readHolder } from './holder.ts'
import { lookAtState, type State } from './state.ts'
import { holderText, killedText, refusedTexts, span } from './troubles.ts'

export interface StatusOptions {
  readonly site: string
  /** The folder with the state of this site's nightly runs. */
  readonly folder: string
  readonly reportDir: string
  readonly maxAgeH: number
  readonly now: Date
}

export interface Status {
  /** The exit code of the last run; 3 when the present state is not known. */
  readonly exitCode: number
  /** Why the state is not known. Absent when it is known. */
  readonly unknown?: string
  /** Sentences that change nothing. */
  readonly notes: readonly string[]
  /** The last report there is, even if it is too old. */
  readonly last?: RunResult
}

/** The state that the last run saw, read from the files that runs left. Asks the cloud nothing. */
export function statusOf(options: StatusOptions): Status {
  const { folder, maxAgeH, now, site } = options
  const { state, problem } = lookAtState(folder)
  const found = lastReport(options, state)
  const notes = notesOf(folder, state, now)
  if (found === undefined) return { exitCode: 3, unknown: `there is no report of site ${site} that can be read`, notes }
  const at = Date.parse(found.run.startedAt)
  const aboutLast = `the last complete run began at ${utcMinute(found.run.startedAt)}, ${span(now.getTime() - at)} ago`
  const unknown = (why: string): Status => ({ exitCode: 3, unknown: why, notes, last: found })
  // Only the state shows whether the last night failed, was stopped or could not write its report.
  if (problem !== undefined) return unknown(`${problem}, so how the last night ended is not known; ${aboutLast}`)
  const failed = unfinished(folder, state)
  if (failed !== undefined) return unknown(`${failed.replace(/\.$/, '')}; ${aboutLast}`)
  if (now.getTime() - at > maxAgeH * 3_600_000) return unknown(`the last report is too old: ${aboutLast}, wanted at most ${maxAgeH} h`)
  if (isOfFuture(found, now))
    return unknown(`the last run is dated ${utcMinute(found.run.startedAt)}, which is in the future: is the clock of this machine right?`)
  return { exitCode: found.exitCode, notes, last: found }
}

/**
 * A sentence when the last run was killed, was stopped, failed or could not write its report. Undefined otherwise. While a run is under way, the run
 * before it counts as the last.
 */
function unfinished(folder: string, state: State | undefined): string | undefined {
  const killed = killedText(holderNotElsewhere(folder))
  if (killed !== undefined) return killed
  const last = state?.nights.at(-1)
  if (last === undefined || (last.ended === 'whole' && last.folder !== undefined)) return undefined
  const how = {
    whole: 'could not write its report',
    stopped: 'was stopped by a signal',
    killed: 'was killed before its end',
    failed: 'failed: the suite could not run',
  }
  return `The run of ${utcMinute(last.since)} (${last.run}) ${how[last.ended]}.`
}

/** The nightly run in `running.json`. Undefined when its process is on another machine, because only that machine sees whether it still runs. */
function holderNotElsewhere(folder: string) {
  const holder = readHolder(folder)
  return holder && isAlive(holder) === undefined ? undefined : holder
}

function notesOf(folder: string, state: State | undefined, now: Date): readonly string[] {
  const holder = readHolder(folder)
  const underWay = holder && isAlive(holder) !== false ? [`A run is under way: ${holderText(holder, now.getTime())}.`] : []
  const unsent =
    state && state.outbox.length > 0
      ? [
          `${counted(state.outbox.length, 'notification')} not delivered yet: ${state.outbox[0]?.problem ?? 'the next run will try to deliver what is left'}.`,
        ]
      : []
  return [...underWay, ...refusedTexts(folder), ...unsent]
}

/** The report of the last complete night, else the newest report of a live run of this site. */
function lastReport({ site, reportDir, now }: StatusOptions, state: State | undefined): RunResult | undefined {
  const night = state?.nights.findLast(({ ended, folder }) => ended === 'whole' && folder !== undefined)
  if (night?.folder !== undefined) return runIn(join(night.folder, 'result.json'))
  let later: RunResult | undefined
  for (const folder of runFolders(reportDir)) {
    const result = runIn(join(folder, 'result.json'))
    if (result?.run.site !== site || result.run.mode !== 'live' || result.run.interrupted === true || result.run.shard) continue
    if (!isOfFuture(result, now)) return result
    later ??= result
  }
  // When every report is dated in the future, the newest of them is returned. `statusOf` then asks whether the clock is right.
  return later
}

/** The status for a monitoring system: one line, and its exit code. */
export function nagiosStatus({ unknown, last, notes }: Status, now: Date): { readonly line: string; readonly exitCode: 0 | 1 | 2 | 3 } {
  const more = notes.length === 0 ? '' : ` ${notes.join(' ')}`
  const safe = (text: string) => plain(text).replaceAll('|', '/')
  if (unknown !== undefined || last === undefined) return { line: `GATES UNKNOWN - ${safe(`${unknown}.${more}`)}`, exitCode: 3 }
  const { line, exitCode } = nagiosLine(last)
  const when = ` Seen ${span(now.getTime() - Date.parse(last.run.startedAt))} ago.`
  return { line: line.replace(' | ', `${safe(when + more)} | `), exitCode }
}

/** What the last run answers to "may I go on?", such as `Yes.`; or why the answer is not known. */
export function statusSentence({ unknown, last }: Status): string {
  return unknown === undefined && last ? mayIGoOn(last).sentence : `Cannot tell: ${unknown}.`
}
