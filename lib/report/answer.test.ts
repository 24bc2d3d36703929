import { describe, expect, test } from 'vitest'
import type { Severity } from '../phase/severity.ts'
import { mayIGoOn } from './answer.ts'
import { exampleResult } from './example.ts'
import type { GateResult, RunResult, Verdict } from './result.ts'

function run(exitCode: number, verdicts: readonly (Verdict | [Verdict, Severity])[], interrupted = false): RunResult {
  const gates = verdicts.map((each, index): GateResult => {
    const [verdict, severity] = typeof each === 'string' ? ([each, each === 'warn' ? 'advisory' : 'blocking'] as const) : each
    return { id: `gate-${index}`, phase: '03-core', severity, source: [], verdict, durationMs: 1, claims: [], causes: [], notes: [] }
  })
  return { ...exampleResult, run: { ...exampleResult.run, interrupted }, exitCode, gates }
}

describe('may I go on?', () => {
  const cases: readonly [string, RunResult, string][] = [
    ['all pass', run(0, ['pass', 'pass']), 'Yes.'],
    ['a pass and a skip', run(0, ['pass', 'skip']), 'Yes.'],
    ['an advisory', run(0, ['pass', 'warn']), 'Yes, with 1 advisory.'],
    [
      'an advisory gate that is blind',
      run(0, ['pass', 'warn', ['unknown', 'advisory']]),
      'Yes, with 1 advisory and 1 advisory gate that could not look.',
    ],
    ['an advisory under --strict', run(1, ['pass', 'warn']), 'No: 1 advisory (gate-1), and the run was strict.'],
    [
      'a blind advisory gate under --strict',
      run(3, ['pass', ['unknown', 'advisory']]),
      'Cannot tell: 1 advisory gate could not look (gate-1), and the run was strict.',
    ],
    ['an exit code without a gate to show for it', run(3, ['pass']), 'Cannot tell: the run ended with exit code 3.'],
    ['a failure', run(1, ['pass', 'fail']), 'No: 1 gate failed (gate-1).'],
    ['many failures', run(1, ['fail', 'fail', 'fail', 'fail']), 'No: 4 gates failed.'],
    ['a failure and an unknown', run(1, ['fail', 'unknown']), 'No: 1 gate failed (gate-0), and 1 could not look (gate-1).'],
    ['unknowns', run(3, ['pass', 'unknown', 'unknown']), 'Cannot tell: 2 gates could not look (gate-1, gate-2).'],
    ['interrupted', run(130, ['pass'], true), 'Cannot tell: the run was interrupted.'],
    ['interrupted after a failure', run(130, ['fail'], true), 'No: 1 gate failed (gate-0), and the run was interrupted.'],
    ['only skips', run(3, ['skip', 'skip']), 'Cannot tell: nothing was looked at, all 2 gates were skipped.'],
    ['no gate', run(2, []), 'Cannot tell: no gate ran.'],
    [
      'only a blind advisory',
      run(0, [['unknown', 'advisory']]),
      'Cannot tell: 1 advisory gate could not look, and nothing else was looked at.',
    ],
  ]
  test.each(cases)('%s', (_name, result, sentence) => {
    expect(mayIGoOn(result).sentence).toBe(sentence)
  })
})
