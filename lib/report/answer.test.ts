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
    [
      'an advisory under --strict',
      run(1, ['pass', 'warn']),
      'No: 1 advisory (gate-1), and the run was strict. Not before 03-core is green.',
    ],
    [
      'a blind advisory gate under --strict',
      run(3, ['pass', ['unknown', 'advisory']]),
      'Cannot tell: 1 advisory gate could not look (gate-1), and the run was strict. Not before 03-core is green.',
    ],
    ['an exit code without a gate to show for it', run(3, ['pass']), 'Cannot tell: the run ended with exit code 3.'],
    ['a failure', run(1, ['pass', 'fail']), 'No: 1 gate failed (gate-1). Not before 03-core is green.'],
    ['many failures', run(1, ['fail', 'fail', 'fail', 'fail']), 'No: 4 gates failed. Not before 03-core is green.'],
    [
      'a failure and an unknown',
      run(1, ['fail', 'unknown']),
      'No: 1 gate failed (gate-0), and 1 could not look (gate-1). Not before 03-core is green.',
    ],
    [
      'unknowns',
      run(3, ['pass', 'unknown', 'unknown']),
      'Cannot tell: 2 gates could not look (gate-1, gate-2). Not before 03-core is green.',
    ],
    ['interrupted', run(130, ['pass'], true), 'Cannot tell: the run was interrupted.'],
    [
      'interrupted after a failure',
      run(130, ['fail'], true),
      'No: 1 gate failed (gate-0), and the run was interrupted. Not before 03-core is green.',
    ],
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

describe('which phase may be entered', () => {
  const opening = (result: RunResult): RunResult => ({ ...result, run: { ...result.run, opens: '04-network' } })

  test('the one that the run opens, when the answer is yes', () => {
    expect(mayIGoOn(opening(run(0, ['pass', 'warn']))).sentence).toBe('Yes, with 1 advisory. May go on to phase 04-network.')
  })

  test.each<[string, RunResult, string]>([
    ['a failure', run(1, ['pass', 'fail']), 'No: 1 gate failed (gate-1). Not before 03-core is green.'],
    ['a blind gate', run(3, ['unknown']), 'Cannot tell: 1 gate could not look (gate-0). Not before 03-core is green.'],
    ['an interruption', run(130, ['pass'], true), 'Cannot tell: the run was interrupted.'],
    ['reports that are missing', run(2, ['pass']), 'Cannot tell: none of the reports could be written.'],
  ])('none after %s', (_what, result, sentence) => {
    expect(mayIGoOn(opening(result)).sentence).toBe(sentence)
  })
})

describe('when only what is new counts', () => {
  const [haproxy, api, blocked] = ['a', 'b', 'c'].map((id) => ({ ...run(0, ['pass']).gates[0], id }) as GateResult)
  const known = { ...haproxy, verdict: 'fail', change: 'known', before: { run: 'r', verdict: 'fail' } } as GateResult
  const fresh = { ...api, verdict: 'fail', change: 'new', before: { run: 'r', verdict: 'pass' } } as GateResult
  const of = (exitCode: number, gates: readonly GateResult[]): RunResult => ({
    ...exampleResult,
    run: { ...exampleResult.run, newOnly: true, since: 'last', opens: '04-network' },
    exitCode,
    gates: [...gates],
  })
  test.each<[string, number, readonly GateResult[], string]>([
    ['known red', 0, [known], 'Nothing is new: no gate has become red. Red before as well: 1 gate (a). Not before 03-core is green.'],
    ['new red', 1, [known, fresh], 'No: 1 gate failed (b). Red before as well: 1 gate (a). Not before 03-core is green.'],
    ['fixed', 0, [{ ...api, change: 'fixed' } as GateResult], 'Yes. Fixed: 1 gate (b). May go on to phase 04-network.'],
    [
      'nothing to compare with',
      1,
      [{ ...haproxy, verdict: 'fail', change: 'new' } as GateResult],
      'No: 1 gate failed (a). Red gates without an earlier verdict count as new (a). Not before 03-core is green.',
    ],
    [
      'blind beside known red',
      3,
      [known, { ...api, verdict: 'unknown', change: 'known' } as GateResult],
      'Cannot tell: 1 gate could not look (b). Red before as well: 1 gate (a). Not before 03-core is green.',
    ],
    [
      'blocked by known red',
      3,
      [known, { ...blocked, verdict: 'skip', blockedBy: 'a' } as GateResult],
      'Cannot tell: 1 gate was not looked at (c), blocked by a gate that is red or could not look. Red before as well: 1 gate (a). Not before 03-core is green.',
    ],
  ])('%s', (_what, exitCode, gates, sentence) => {
    expect(mayIGoOn(of(exitCode, gates)).sentence).toBe(sentence)
  })
})
