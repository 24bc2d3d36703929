import { describe, expect, test } from 'vitest'
import { mayIGoOn } from './answer.ts'
import { exampleResult } from './example.ts'
import { nagiosLine } from './nagios.ts'
import type { GateResult, RunResult, Timeline, WaiverResult } from './result.ts'
import { terminalReport } from './terminal.ts'

const [green] = exampleResult.gates as [GateResult]
const timeline: Timeline = {
  changes: [],
  redAt: '2026-03-12T02:15:00.000Z',
  greenAt: '2026-03-12T02:15:24.000Z',
  settledAfterMs: 24_000,
  flaps: 0,
}
const waived: GateResult = {
  ...green,
  id: 'w',
  verdict: 'skip',
  waived: [{ covers: ['DOWN'], owner: 'ops', reason: 'r', ticket: '7', expires: '2026-12-31' }],
}
const expired: WaiverResult = { state: 'expired', message: 'expired on 2026-03-01, so it covers nothing' }
const counts = { pass: 1, warn: 0, fail: 0, skip: 0, unknown: 0 }

function ran(gates: readonly GateResult[], more: Partial<RunResult> = {}): RunResult {
  return { ...exampleResult, verdict: 'pass', exitCode: 0, counts, gates: [green, ...gates], ...more }
}

describe('what a green run says that is not to be overlooked', () => {
  test.each<[string, RunResult, string]>([
    ['a gate that settled', ran([{ ...green, id: 'a', timeline }]), 'Yes.'],
    ['a gate that flapped', ran([{ ...green, id: 'a', timeline: { ...timeline, flaps: 2 } }]), 'Yes, with 1 gate that flapped (a).'],
    [
      'a gate that was green too briefly',
      ran([{ ...green, id: 'a', timeline: { ...timeline, brief: true } }]),
      'Yes, with 1 gate green for less than the --dwell time (a).',
    ],
    ['a gate that is waived', ran([waived]), 'Yes, with 1 waived gate (w).'],
    [
      'a waiver that needs attention',
      ran([waived], { waivers: [expired] }),
      'Yes, with 1 waived gate (w) and 1 waiver that needs attention.',
    ],
  ])('%s', (_what, result, sentence) => {
    expect(mayIGoOn(result)).toEqual({ word: 'yes', sentence })
    const isFine = sentence === 'Yes.' || sentence.includes('waived gate (w).')
    expect(nagiosLine(result).exitCode).toBe(isFine ? 0 : 1)
    expect(terminalReport(result, { colour: false, width: 100, phases: [], quiet: true }) === '').toBe(isFine)
  })

  test.each<[string, RunResult, string]>([
    [
      'flapped',
      ran([{ ...green, id: 'a', timeline: { ...timeline, flaps: 2 } }], { exitCode: 1 }),
      'No: 1 gate that flapped (a), and the run was strict.',
    ],
    ['a waiver', ran([], { exitCode: 1, waivers: [expired, expired] }), 'No: 2 waivers need attention, and the run was strict.'],
  ])('%s, with --strict', (_what, result, sentence) => {
    expect(mayIGoOn(result)).toEqual({ word: 'no', sentence })
  })

  test('waivers that could not be read', () => {
    const blind = ran([], { exitCode: 3, run: { ...exampleResult.run, waiversNotRead: 'w.yaml: wanted valid YAML' } })
    expect(mayIGoOn(blind)).toEqual({ word: 'cannot tell', sentence: 'Cannot tell: the waivers could not be read.' })
  })
})
