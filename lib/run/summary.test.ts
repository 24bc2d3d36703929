import { expect, test } from 'vitest'
import type { Severity } from '../phase/severity.ts'
import type { GateResult, Verdict } from '../report/result.ts'
import { type SummaryRules, summarize } from './summary.ts'

type Short = `${Severity} ${Verdict}`
const gate = (short: Short): GateResult => {
  const [severity, verdict] = short.split(' ') as [Severity, Verdict]
  return { id: short, phase: 'access', severity, source: [], verdict, durationMs: 1, claims: [], causes: [], notes: [] }
}

type Row = readonly [gates: readonly Short[], rules: Partial<SummaryRules>, verdict: Verdict, exitCode: number]

test.each<Row>([
  [['blocking pass'], {}, 'pass', 0],
  [['blocking pass', 'blocking skip'], {}, 'pass', 0],
  [['blocking skip'], {}, 'unknown', 3],
  [['advisory unknown', 'blocking skip'], {}, 'warn', 0],
  [['advisory unknown'], {}, 'warn', 0],
  [['blocking skip', 'advisory skip'], {}, 'unknown', 3],
  [['blocking pass', 'advisory warn'], {}, 'warn', 0],
  [['blocking pass', 'advisory unknown'], {}, 'warn', 0],
  [['blocking pass', 'blocking unknown'], {}, 'unknown', 3],
  [['blocking fail', 'blocking unknown', 'advisory warn'], {}, 'fail', 1],
  [['blocking pass', 'advisory warn'], { strict: true }, 'fail', 1],
  [['blocking pass', 'advisory unknown'], { strict: true }, 'unknown', 3],
  [['blocking pass', 'advisory warn', 'advisory unknown'], { strict: true }, 'fail', 1],
  [[], {}, 'unknown', 3],
  [['blocking pass'], { interrupted: 'stopped' }, 'pass', 130],
  [['blocking fail'], { interrupted: 'stopped' }, 'fail', 130],
  [['blocking pass'], { interrupted: 'deadline' }, 'pass', 3],
  [['blocking fail'], { interrupted: 'deadline' }, 'fail', 1],
])('%j with %j is %s, exit %i', (gates, rules, verdict, exitCode) => {
  const summary = summarize(gates.map(gate), { strict: false, interrupted: 'none', ...rules })
  expect({ verdict: summary.verdict, exitCode: summary.exitCode }).toEqual({ verdict, exitCode })
})

test('every verdict is counted, also those that no gate has', () => {
  const { counts } = summarize([gate('blocking pass'), gate('blocking pass'), gate('advisory warn')], {
    strict: false,
    interrupted: 'none',
  })
  expect(counts).toEqual({ pass: 2, warn: 1, fail: 0, skip: 0, unknown: 0 })
})

test('a gate that is waived was looked at: the run is not blind for it', () => {
  const waiver = { covers: ['DOWN'], owner: 'ops', reason: 'r', ticket: '7', expires: '2026-12-31' }
  const rules = { strict: false, interrupted: 'none' } as const
  expect(summarize([{ ...gate('blocking skip'), waived: [waiver] }], rules).exitCode).toBe(0)
  expect(summarize([gate('blocking skip')], rules).exitCode).toBe(3)
})
