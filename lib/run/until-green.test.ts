import { describe, expect, test } from 'vitest'
import type { GateSpec } from '../phase/phase.ts'
import { Evidence } from '../recording/record.ts'
import { type GateResult, type RunResult, resultSchemaId, type Verdict } from '../report/result.ts'
import type { Ran } from './run.ts'
import { summarize } from './summary.ts'
import { type Pause, untilGreen, type Waiting } from './until-green.ts'

const beginMs = Date.parse('2026-11-28T04:00:00Z')
const roundMs = 1000

type Seen = Verdict | Partial<GateResult>
/** The state in which each gate is seen, by seconds since the start. */
type Cloud = Readonly<Record<string, (atS: number) => Seen>>

/** A run against a cloud that changes over time. Time passes only in pauses, and a second in each round. */
async function waitedFor(cloud: Cloud, options: Partial<Waiting> & { readonly needs?: Readonly<Record<string, readonly string[]>> } = {}) {
  let nowMs = beginMs
  const rounds: string[] = []
  const pauses: Pause[] = []
  const stop = new AbortController()
  const specs = Object.keys(cloud).map((id) => ({ id, needs: options.needs?.[id] ?? [] }) as unknown as GateSpec)
  const atS = () => (nowMs - beginMs) / 1000
  const ran = await untilGreen({
    specs,
    untilMs: 15 * 60_000,
    dwellMs: 60_000,
    deadlineMs: 60_000,
    strict: false,
    signal: stop.signal,
    round: async (chosen, { onFinished }) => {
      rounds.push(`${atS()} s: ${chosen.map(({ id }) => id).join(' ')}`)
      nowMs += roundMs
      const gates = chosen.map(({ id }) => gate(id, cloud[id]?.(atS() - roundMs / 1000) ?? 'unknown'))
      for (const one of gates) onFinished(one)
      return roundOf(gates)
    },
    onPause: (pause) => void pauses.push(pause),
    clock: {
      now: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms
      },
    },
    ...options,
  })
  return { result: ran.result, rounds, pauses, gate: (id: string) => ran.result.gates.find((one) => one.id === id) }
}

function gate(id: string, seen: Seen): GateResult {
  const common: GateResult = {
    id,
    phase: '03-core',
    severity: 'blocking',
    source: [],
    verdict: 'pass',
    durationMs: 1,
    claims: [],
    causes: [],
    notes: [],
  }
  return { ...common, ...(typeof seen === 'string' ? { verdict: seen } : seen) }
}

function roundOf(gates: GateResult[]): Ran {
  const result: RunResult = {
    schema: resultSchemaId,
    run: {
      id: 'r',
      site: 's',
      mode: 'live',
      startedAt: '2026-11-28T04:00:00Z',
      durationMs: 1000,
      questions: { asked: 2, reused: 1, connections: { 'keystone/0': 1 } },
    },
    ...summarize(gates, { strict: false, interrupted: 'none' }),
    gates,
  }
  return { result, evidence: new Evidence() }
}

const green = () => 'pass' as const
const upAfter = (s: number) => (atS: number) => (atS >= s ? ('pass' as const) : ('fail' as const))

test('a run that is green at once asks once', async () => {
  const { rounds, pauses, result, gate } = await waitedFor({ a: green, b: () => 'skip' })
  expect({ rounds, pauses }).toEqual({ rounds: ['0 s: a b'], pauses: [] })
  expect(result.run.waited).toEqual({ untilMs: 900_000, dwellMs: 60_000, rounds: 1, ended: 'green' })
  expect(gate('a')?.timeline).toBeUndefined()
})

test('a gate that comes up after 20 s ends green with its settle time, after it was watched for the dwell', async () => {
  const { rounds, result, gate } = await waitedFor({ a: green, b: upAfter(20) })
  expect(rounds).toEqual(['0 s: a b', '6 s: b', '14.5 s: b', '26.75 s: b', '42.75 s: b', '58.75 s: b', '74.75 s: b', '87.75 s: b'])
  expect([result.exitCode, result.verdict]).toEqual([0, 'pass'])
  expect(gate('b')?.timeline).toEqual({
    changes: [
      { seenAt: '2026-11-28T04:00:01.000Z', verdict: 'fail' },
      { seenAt: '2026-11-28T04:00:27.750Z', verdict: 'pass' },
    ],
    redAt: '2026-11-28T04:00:01.000Z',
    greenAt: '2026-11-28T04:00:27.750Z',
    settledAfterMs: 27_750,
    flaps: 0,
  })
  expect(gate('b')?.notes).toEqual([])
  expect(result.run.durationMs).toBe(88_750)
  expect(result.run.questions).toEqual({ asked: 16, reused: 8, connections: { 'keystone/0': 8 } })
})

describe('a gate that flaps', () => {
  const flapping = { b: (atS: number) => (atS < 5 || (atS > 30 && atS < 50) ? ('fail' as const) : ('pass' as const)) }

  test('carries a note, and begins its dwell again', async () => {
    const { gate, result, rounds } = await waitedFor(flapping)
    expect(gate('b')?.timeline).toMatchObject({ flaps: 1, greenAt: '2026-11-28T04:00:51.250Z' })
    expect(gate('b')?.notes).toEqual(['flapped: it was green and then stopped being green, once; green since 04:00:51 UTC'])
    expect(rounds.at(-1)).toBe('111.25 s: b')
    expect([result.exitCode, result.verdict, result.run.waited?.ended]).toEqual([0, 'warn', 'green'])
  })

  test('is red with --strict', async () => {
    const { result } = await waitedFor(flapping, { strict: true })
    expect([result.exitCode, result.verdict]).toEqual([1, 'fail'])
  })

  test('and is red at the end is red, with its flaps', async () => {
    const { gate, result } = await waitedFor({ b: (atS) => (atS < 5 || atS > 20 ? 'fail' : 'pass') }, { untilMs: 70_000, dwellMs: 30_000 })
    expect([result.exitCode, result.verdict, result.run.waited?.ended]).toEqual([1, 'fail', 'out of time'])
    expect(gate('b')?.timeline).toMatchObject({ flaps: 1 })
    expect(gate('b')?.timeline?.greenAt).toBeUndefined()
    expect(gate('b')?.notes).toEqual(['flapped: it was green and then stopped being green, once'])
  })
})

describe('what is asked again', () => {
  test('is what is not green, with what it needs, and nothing else', async () => {
    const { rounds } = await waitedFor(
      { login: green, other: green, b: upAfter(5), c: (atS) => (atS < 5 ? { verdict: 'skip', blockedBy: 'b' } : 'pass') },
      { needs: { b: ['login'], c: ['b'] }, dwellMs: 4000 },
    )
    expect(rounds.slice(0, 2)).toEqual(['0 s: login other b c', '6 s: login b c'])
  })

  test('an advisory is waited for with --strict only', async () => {
    expect((await waitedFor({ a: () => 'warn' })).rounds).toHaveLength(1)
    expect((await waitedFor({ a: () => ({ verdict: 'unknown', severity: 'advisory' }) })).rounds).toHaveLength(1)
    expect((await waitedFor({ a: (atS) => (atS < 5 ? 'warn' : 'pass') }, { strict: true, dwellMs: 1000 })).rounds.slice(0, 2)).toEqual([
      '0 s: a',
      '6 s: a',
    ])
  })

  test('a gate that another one needs and that turns red is not green any more', async () => {
    const { gate } = await waitedFor(
      { login: (atS) => (atS > 4 && atS < 10 ? 'fail' : 'pass'), b: upAfter(5) },
      { needs: { b: ['login'] } },
    )
    expect(gate('login')?.timeline).toMatchObject({ flaps: 1 })
  })

  test('a gate that only waited for another did not flap', async () => {
    const isOff = (atS: number) => atS < 5 || (atS > 20 && atS < 30)
    const { gate } = await waitedFor(
      { b: (atS) => (isOff(atS) ? 'fail' : 'pass'), c: (atS) => (isOff(atS) ? { verdict: 'skip', blockedBy: 'b' } : 'pass') },
      { needs: { c: ['b'] } },
    )
    expect([gate('b')?.timeline?.flaps, gate('c')?.timeline?.flaps]).toEqual([1, 0])
  })
})

describe('the end of the wait', () => {
  test('what is red then is red', async () => {
    const { result, rounds, pauses } = await waitedFor({ a: () => 'fail' }, { untilMs: 20_000, dwellMs: 10_000 })
    expect(rounds).toEqual(['0 s: a', '6 s: a', '14.5 s: a', '20 s: a'])
    expect(pauses.map(({ pauseMs }) => pauseMs)).toEqual([5000, 7500, 4500])
    expect([result.exitCode, result.run.waited?.ended, result.gates[0]?.timeline]).toEqual([1, 'out of time', undefined])
  })

  test('what could not be looked at then is 3', async () => {
    expect((await waitedFor({ a: () => 'unknown' }, { untilMs: 20_000 })).result.exitCode).toBe(3)
  })

  test('green that had no time to hold is green with a note, and red with --strict', async () => {
    const options = { untilMs: 20_000, dwellMs: 15_000 }
    const { result, gate } = await waitedFor({ a: upAfter(14) }, options)
    expect([result.exitCode, result.verdict]).toEqual([0, 'warn'])
    expect(gate('a')?.notes).toEqual(['when the wait ended, all gates had been green for only 4 s; 15 s were asked for'])
    expect((await waitedFor({ a: upAfter(14) }, { ...options, strict: true })).result.exitCode).toBe(1)
  })

  test('pauses grow to a minute, and are short again when something got better', async () => {
    const { pauses } = await waitedFor({ a: () => 'fail', b: upAfter(100) })
    const seconds = pauses.map(({ pauseMs }) => Math.round(pauseMs / 1000))
    expect(seconds.slice(0, 8)).toEqual([5, 8, 11, 17, 25, 38, 5, 8])
    expect(Math.max(...seconds)).toBe(60)
  })

  test('a person who stops it in a pause has the last verdicts, and 130', async () => {
    const stop = new AbortController()
    const { result, gate } = await waitedFor(
      { a: green, b: () => 'fail' },
      { signal: stop.signal, onPause: () => stop.abort(new Error('interrupted')) },
    )
    expect([result.exitCode, result.run.interrupted, result.run.waited?.ended]).toEqual([130, true, 'stopped'])
    expect([gate('a')?.verdict, gate('b')?.verdict]).toEqual(['pass', 'fail'])
  })

  test('a person who stops it in a round keeps what the round did not get to', async () => {
    const stop = new AbortController()
    const cut = { verdict: 'unknown' as const, causes: [{ kind: 'interrupted', key: 'interrupted', message: 'the run ended' }] }
    const { result, gate } = await waitedFor(
      {
        b: (atS) => {
          if (atS < 5) return 'fail'
          stop.abort(new Error('interrupted'))
          return cut
        },
      },
      { signal: stop.signal },
    )
    expect([result.exitCode, gate('b')?.verdict]).toEqual([130, 'fail'])
  })
})
