import { setTimeout as sleep } from 'node:timers/promises'
import type { GateSpec } from '../phase/phase.ts'
import type { GateResult } from '../report/result.ts'
import { Convergence } from './convergence.ts'
import { interruption } from './looking.ts'
import type { Ran } from './run.ts'
import { neededToReplay } from './select.ts'

export interface Waiting {
  /** Needed ones first. */
  readonly specs: readonly GateSpec[]
  /** How long to go on asking. A round that is under way at the end is still judged. */
  readonly untilMs: number
  /** How long all gates must stay green. During this time, only gates that were not green before are asked again, with the gates they need. */
  readonly dwellMs: number
  /** The longest that one round may take. */
  readonly deadlineMs: number
  /** Advisory gates are waited for as well. */
  readonly strict: boolean
  /** Aborts when a person stops the run. */
  readonly signal: AbortSignal
  /** Runs these gates once. Every question is asked again: no answer of an earlier round may be used. */
  readonly round: (specs: readonly GateSpec[], round: Round) => Promise<Ran>
  readonly onPause?: (pause: Pause) => void
  /** Absent: the clock of this machine. */
  readonly clock?: Clock
}

export interface Round {
  readonly signal: AbortSignal
  readonly onFinished: (result: GateResult) => void
}

export interface Pause {
  readonly pauseMs: number
  /** The gates that are not green. Empty when all gates are green and have to stay green for `holdMs` more. */
  readonly notGreen: readonly string[]
  /** How much longer all gates must stay green. */
  readonly holdMs: number
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves early when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

const firstPauseMs = 5000
const longestPauseMs = 60_000
const backOff = 1.5
/** How many times the gates that were red are asked again during the time in which all must stay green. */
const looksInDwell = 4

/**
 * Asks about all gates, then again about gates that were not green and the gates they need, until all have stayed green for `dwellMs` or the time is
 * up. Each gate's last verdict counts; its timeline shows the earlier ones.
 */
export async function untilGreen(waiting: Waiting): Promise<Ran> {
  const { specs, untilMs, dwellMs, signal, clock = systemClock } = waiting
  const startMs = clock.now()
  const seen = new Convergence(specs, startMs, waiting.strict)
  let last = await askAgain(waiting, new Set(specs.map(({ id }) => id)), seen, clock)
  let greenMs: number | undefined
  let pauses = 0
  for (;;) {
    const notGreen = seen.notGreen()
    const nowMs = clock.now()
    greenMs = notGreen.length > 0 ? undefined : (greenMs ?? nowMs)
    const isHeld = greenMs !== undefined && (seen.everRed().length === 0 || last.beganMs >= greenMs + dwellMs)
    const leftMs = startMs + untilMs - nowMs
    if (signal.aborted || isHeld || leftMs <= 0) {
      const ended = signal.aborted ? 'stopped' : isHeld ? 'green' : 'out of time'
      const interrupted = signal.aborted ? 'stopped' : interruption(last.signal)
      return seen.ran({ untilMs, dwellMs, ended, endMs: nowMs, interrupted, ...(greenMs === undefined ? {} : { greenMs }) })
    }
    const holdMs = greenMs === undefined ? 0 : Math.max(0, greenMs + dwellMs - nowMs)
    const pauseMs = Math.round(Math.min(leftMs, greenMs === undefined ? backedOff(pauses) : Math.min(holdMs, dwellMs / looksInDwell)))
    waiting.onPause?.({ pauseMs, notGreen, holdMs })
    await clock.sleep(pauseMs, signal)
    if (signal.aborted) continue
    last = await askAgain(waiting, new Set([...notGreen, ...seen.everRed()]), seen, clock)
    // When things get better, the pauses become short again.
    pauses = seen.notGreen().length < notGreen.length ? 0 : pauses + 1
  }
}

/** 5 s, 8 s, 11 s … 60 s */
function backedOff(pauses: number): number {
  return Math.min(longestPauseMs, firstPauseMs * backOff ** pauses)
}

interface Last {
  readonly beganMs: number
  readonly signal: AbortSignal
}

async function askAgain(waiting: Waiting, gates: ReadonlySet<string>, seen: Convergence, clock: Clock): Promise<Last> {
  const signal = AbortSignal.any([waiting.signal, AbortSignal.timeout(waiting.deadlineMs)])
  const needed = neededToReplay(waiting.specs, gates)
  const beganMs = clock.now()
  const ended = new Map<string, number>()
  const ran = await waiting.round(
    waiting.specs.filter(({ id }) => needed.has(id)),
    { signal, onFinished: ({ id }) => void ended.set(id, clock.now()) },
  )
  seen.take(ran, (gate) => ended.get(gate) ?? clock.now(), { isStopped: waiting.signal.aborted })
  return { beganMs, signal }
}

const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
}
