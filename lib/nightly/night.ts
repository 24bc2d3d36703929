import type { Nightly } from '../phase/nightly.ts'
import type { Notice } from '../report/notice.ts'
import type { GateResult, RunResult } from '../report/result.ts'
import type { TerminalOptions } from '../report/terminal.ts'
import { type Changes, changesIn } from './change.ts'
import { composeNotice } from './compose.ts'
import { ourselves, readHolder } from './holder.ts'
import { Memory } from './memory.ts'
import { addressed, post } from './outbox.ts'
import type { Night, State } from './state.ts'
import { deliver, ping } from './targets.ts'
import { forgetRefused, holderText, killedText, missedText, noteRefused, takeRefused, unendedTexts } from './troubles.ts'

export interface Looked {
  readonly result: RunResult
  /** The folder of the run's report. Absent: no report could be written. */
  readonly report?: string
  readonly isMuted?: (gate: GateResult) => boolean
  /** Sentences about problems of the run itself, e.g. that it went without its waivers because their file could not be read. */
  readonly troubles?: readonly string[]
}

export interface NightOptions {
  readonly runId: string
  /** The folder in which the state of this site is kept. */
  readonly folder: string
  readonly settings: Nightly
  readonly phases: TerminalOptions['phases']
  readonly look: () => Promise<Looked>
  /** Removes reports that are too old. Rejects with the system's error. */
  readonly rotate: () => Promise<unknown>
  /** Prints a sentence for the operator. */
  readonly say: (sentence: string) => void
  /** Prints the run. Called when the run was stopped, or when what is wrong differs from the run before. */
  readonly show: (looked: Looked, nowGreen: readonly string[]) => void
  readonly onSecret: (secret: string) => void
}

/** EX_TEMPFAIL of sysexits.h: another run holds the lock. */
const heldExitCode = 75

/** One night: looks, reports, notifies and remembers. Returns the exit code of the run; 75 when another run is under way. */
export async function night(options: NightOptions): Promise<number> {
  const { folder, runId, say } = options
  const since = new Date()
  const memory = Memory.open(folder)
  if (memory === 'held') {
    const holder = readHolder(folder)
    const by = holder ? holderText(holder) : 'a run that has not recorded its process id yet'
    noteRefused(folder, by, since)
    say(`another nightly run is under way: ${by}. So this run did not look at the cloud`)
    return heldExitCode
  }
  try {
    for (const problem of memory.problems) say(problem)
    const troubles = await beforeUs(options, memory, since)
    await memory.begin(ourselves(runId, since), say)
    await pinged(options, 'start')
    const exitCode = await nightWith(options, memory, troubles, since)
    memory.end(say)
    await pinged(options, exitCode)
    return exitCode
  } finally {
    memory.close()
  }
}

/**
 * Sentences about trouble since the last complete run: runs that did not complete, and more than `settings.everyH` hours without a new run. Also adds
 * a killed run to the state.
 */
async function beforeUs({ folder, settings, say }: NightOptions, memory: Memory, now: Date): Promise<readonly string[]> {
  const left = memory.isKept ? readHolder(folder) : undefined
  const killed = killedText(left)
  const unended = unendedTexts(memory.state.nights.filter(({ run }) => run !== left?.run))
  const missed = missedText(memory.state.nights, settings.everyH, now)
  if (left && killed && !memory.state.nights.some(({ run }) => run === left.run)) {
    memory.add({ run: left.run, since: left.since, ended: 'killed' })
    await memory.save(say)
  }
  return [...unended, killed, missed].filter((text) => text !== undefined)
}

async function nightWith(options: NightOptions, memory: Memory, before: readonly string[], since: Date): Promise<number> {
  const { folder, runId, say } = options
  const about: Pick<Night, 'run' | 'since'> = { run: runId, since: since.toISOString() }
  let looked: Looked
  try {
    looked = await options.look()
  } catch (error) {
    memory.add({ ...about, until: new Date().toISOString(), ended: 'failed' })
    await memory.save(say)
    memory.end(say)
    await pinged(options, 'fail')
    throw error
  }
  const { result, report } = looked
  const troubles = [...before, ...(looked.troubles ?? []), ...(memory.isKept ? takeRefused(folder) : [])]
  const isStopped = result.run.interrupted === true && result.exitCode === 130
  const changes = isStopped ? undefined : changesIn(result, memory.state, { ...options.settings, ...muting(looked) })
  memory.add({
    ...about,
    until: new Date().toISOString(),
    ended: isStopped ? 'stopped' : 'whole',
    exitCode: result.exitCode,
    ...(report === undefined ? {} : { folder: report }),
  })
  if (changes) memory.set({ open: changes.open, seen: changes.seen })
  for (const sentence of troubles) say(sentence)
  if (changes?.isNew || isStopped) options.show(looked, changes?.nowGreen ?? [])
  if (changes) await notify(options, memory, { looked, changes, troubles })
  else await memory.save(say)
  // Deletes the list of runs that were refused because another run was under way. An interrupted run sends no notification, so it leaves the list for
  // the next run.
  if (memory.isKept && changes) forgetRefused(folder, say)
  await options.rotate().catch((error) => say(`old reports were not removed: ${(error as Error).message}`))
  return result.exitCode
}

interface News {
  readonly looked: Looked
  readonly changes: Changes
  readonly troubles: readonly string[]
}

/** Saves a notice before sending it. If the run is killed before it records the delivery, the notice may be sent twice, but no notice is lost. */
async function notify(options: NightOptions, memory: Memory, { looked, changes, troubles }: News): Promise<void> {
  const { settings, phases, say, onSecret } = options
  const { result, report } = looked
  const notice = composeNotice({
    result,
    changes: changes.gates,
    troubles,
    phases,
    ...(report === undefined ? {} : { report }),
    isHeartbeatDue: isHeartbeatDue(memory.state, settings, new Date()),
  })
  const letters = notice ? addressed(notice, settings.notify) : []
  memory.set({ outbox: [...memory.state.outbox, ...letters], ...(notice ? { noticedAt: notice.at } : {}) })
  await memory.save(say)
  if (memory.state.outbox.length === 0) return
  const send = (one: Notice, target: Nightly['notify'][number]) => deliver(one, target, onSecret)
  const { outbox, problems } = await post(memory.state.outbox, { targets: settings.notify, send })
  memory.set({ outbox: [...outbox] })
  const isKept = await memory.save(say)
  for (const problem of problems) say(problem)
  if (outbox.length > 0)
    say(isKept ? 'the next run tries again to deliver what is left' : 'what was not delivered is lost, since no state could be kept')
}

function isHeartbeatDue({ noticedAt }: Pick<State, 'noticedAt'>, { heartbeatDays }: Nightly, now: Date): boolean {
  if (noticedAt === undefined) return true
  const ageMs = now.getTime() - Date.parse(noticedAt)
  // An hour of tolerance: this run may begin a little earlier in the night than the run that sent the last notice.
  const toleranceMs = 3_600_000
  // A notice that is dated in the future was sent while the clock was wrong. Without this check, the next heartbeat would come only
  // `heartbeatDays` after that date.
  return ageMs < -toleranceMs || ageMs >= heartbeatDays * 24 * 3_600_000 - toleranceMs
}

async function pinged({ settings, say, onSecret }: NightOptions, at: 'start' | 'fail' | number): Promise<void> {
  if (!settings.deadMan) return
  await ping(settings.deadMan, at, onSecret).catch((error) => say(`the dead-man URL was not reached: ${(error as Error).message}`))
}

function muting({ isMuted }: Looked): { readonly isMuted?: (gate: GateResult) => boolean } {
  return isMuted ? { isMuted } : {}
}
