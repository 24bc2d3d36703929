import { appendFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readText } from '../files/read-regular.ts'
import { systemSays } from '../files/system-says.ts'
import { counted, utcMinute } from '../report/plain-text.ts'
import { type Holder, isAlive } from './holder.ts'
import type { Night } from './state.ts'

/** `31 h`, `12 min` */
export function span(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

/** `pid 4711 on jumphost, since 2026-03-12 02:15 UTC (12 min)` */
export function holderText(holder: Holder, now = Date.now()): string {
  return `pid ${holder.pid} on ${holder.host}, since ${utcMinute(holder.since)} (${span(now - Date.parse(holder.since))})`
}

/** A sentence when the previous run was killed before its end. Undefined when it ended or still runs. */
export function killedText(holder: Holder | undefined): string | undefined {
  if (holder === undefined || isAlive(holder)) return undefined
  return `The run of ${utcMinute(holder.since)} (${holder.run}, pid ${holder.pid} on ${holder.host}) was killed before its end.`
}

const how = { killed: 'was killed before its end', stopped: 'was stopped by a signal', failed: 'failed: the suite could not run' }
/** At most this many runs are named. Older runs are only counted. */
const mostNamed = 10

/**
 * A sentence for each run after the last complete run, oldest first. Each of these runs may have ended before it reported anything. Only the newest
 * `mostNamed` runs have a sentence of their own; all older ones share one.
 */
export function unendedTexts(nights: readonly Night[]): readonly string[] {
  const since = nights.slice(nights.findLastIndex(({ ended }) => ended === 'whole') + 1)
  const texts = since.flatMap((night) =>
    night.ended === 'whole' ? [] : [`The run of ${utcMinute(night.since)} (${night.run}) ${how[night.ended]}.`],
  )
  const older = texts.length - mostNamed
  return older > 0
    ? [`Not listed here: ${counted(older, 'run')} that began earlier and did not come to an end either.`, ...texts.slice(older)]
    : texts
}

/** A sentence when there was no run for too long. Undefined when the last one was in time, or there has never been one. */
export function missedText(nights: readonly Pick<Night, 'since'>[], everyH: number, now: Date): string | undefined {
  const last = nights.at(-1)
  if (last === undefined) return undefined
  const gapMs = now.getTime() - Date.parse(last.since)
  if (gapMs <= everyH * 3_600_000) return undefined
  return `No run began between ${utcMinute(last.since)} and ${utcMinute(now.toISOString())} (${span(gapMs)}); wanted one every ${everyH} h.`
}

const Refused = z.object({ at: z.string(), pid: z.int(), by: z.string() })

const refusedFile = (folder: string) => join(folder, 'refused.jsonl')
const spokenFile = (folder: string) => join(folder, 'refused-spoken.jsonl')

/**
 * Notes that a run found the lock held, for the next run to report. A note that cannot be written is lost, but the refused run also prints
 * that another run was under way.
 */
export function noteRefused(folder: string, by: string, at: Date): void {
  try {
    appendFileSync(refusedFile(folder), `${JSON.stringify({ at: at.toISOString(), pid: process.pid, by })}\n`, { mode: 0o600 })
  } catch {}
}

/** A sentence for each run that found the lock held and was not yet reported, oldest first. */
export function refusedTexts(folder: string): readonly string[] {
  return [spokenFile(folder), refusedFile(folder)].flatMap(linesOf).map(refusedText)
}

/**
 * Returns the sentences of `refusedTexts`, to be reported now. Once they are reported, `forgetRefused` deletes them. A run that is
 * refused between the two calls is reported the next time.
 */
export function takeRefused(folder: string): readonly string[] {
  const spoken = spokenFile(folder)
  try {
    if (!existsSync(spoken)) renameSync(refusedFile(folder), spoken)
  } catch {
    // There is none.
  }
  return linesOf(spoken).map(refusedText)
}

export function forgetRefused(folder: string, say: (sentence: string) => void): void {
  try {
    rmSync(spokenFile(folder), { force: true })
  } catch (error) {
    say(`${spokenFile(folder)} cannot be removed: ${systemSays(error)}. The next run reports the same refused runs again`)
  }
}

function refusedText({ at, by }: z.infer<typeof Refused>): string {
  return `The run of ${utcMinute(at)} did not start, since another was running: ${by}.`
}

function linesOf(file: string): readonly z.infer<typeof Refused>[] {
  try {
    return readText(file)
      .split('\n')
      .flatMap((line) => {
        const parsed = Refused.safeParse(asJson(line))
        return parsed.success ? [parsed.data] : []
      })
      .slice(-20)
  } catch {
    return []
  }
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
