import { describe, expect, test } from 'vitest'
import { mayIGoOn } from '../report/answer.ts'
import { exampleResult } from '../report/example.ts'
import type { GateResult, RunResult, Verdict } from '../report/result.ts'
import { mergeRuns, type Part } from './merge.ts'
import { partOf, shardAt, shardNamed } from './shard.ts'
import { worstExitCode } from './worst.ts'

const ids = ['a', 'b', 'c', 'd', 'e']
const gate = (id: string, verdict: Verdict, more: Partial<GateResult> = {}): GateResult => ({
  id,
  phase: '03-core',
  severity: 'blocking',
  source: [],
  verdict,
  durationMs: 1,
  claims: [],
  causes: [],
  notes: [],
  ...more,
})
const whole = { of: 2, gates: ids.map((id) => ({ id, phase: '03-core', severity: 'blocking' as const })) }
const exitOf = (gates: readonly GateResult[]) =>
  gates.some(({ verdict }) => verdict === 'fail') ? 1 : gates.some(({ verdict }) => verdict === 'unknown') ? 3 : 0
const shard = (index: number, gates: readonly GateResult[], run: Partial<RunResult['run']> = {}, exitCode = exitOf(gates)): Part => ({
  from: `shard-${index}`,
  result: { ...exampleResult, exitCode, run: { ...exampleResult.run, shard: { ...whole, index }, ...run }, gates: [...gates] },
})
const pass = (...names: string[]) => names.map((id) => gate(id, 'pass'))
const merged = (parts: readonly Part[], notRead: readonly string[] = []) => {
  const result = mergeRuns('r', parts, notRead)
  return { exitCode: result.exitCode, gates: result.gates.map(({ id, verdict }) => `${id} ${verdict}`).join(', ') }
}

describe('shards of a run', () => {
  test('are dealt like cards, every gate to one of them', () => {
    const dealt = [1, 2, 3].map((index) => partOf(ids, { index, of: 3 }).join(''))
    expect(dealt).toEqual(['ad', 'be', 'c'])
    expect([...ids.keys()].map((place) => shardAt(place, 3))).toEqual([1, 2, 3, 1, 2])
  })

  test.each(['0/3', '4/3', '3', '1/0', '1/3 ', '-1/3', 'a/b'])('%j is not one', (text) => {
    expect(() => shardNamed(text)).toThrow(`--shard: wanted I/N with I from 1 to N, such as 2/3, received ${text}`)
  })

  test('more shards than gates: the one that gets none is an error, and never green', () => {
    expect(() => partOf(['a', 'b'], { index: 3, of: 3 })).toThrow(
      '--shard 3/3: 2 selected gates fill 2 shards, and this one gets none. Use --shard I/2',
    )
  })

  test('together are the whole run, in its order', () => {
    expect(merged([shard(2, pass('a', 'b', 'd')), shard(1, pass('a', 'c', 'e'))])).toEqual({
      exitCode: 0,
      gates: 'a pass, b pass, c pass, d pass, e pass',
    })
  })

  test('that are missing are unknown, gate by gate, with one cause', () => {
    const result = mergeRuns('r', [shard(1, pass('a', 'c', 'e'))], [])
    expect(
      result.gates.filter(({ verdict }) => verdict === 'unknown').map(({ id, causes }) => [id, causes[0]?.key, causes[0]?.message]),
    ).toEqual([
      ['b', 'shard 2/2', 'shard 2/2 has left no result'],
      ['d', 'shard 2/2', 'shard 2/2 has left no result'],
    ])
    expect({ exitCode: result.exitCode, word: mayIGoOn(result).word }).toEqual({ exitCode: 3, word: 'cannot tell' })
  })

  test('of different selections are refused', () => {
    const other = shard(2, pass('b'))
    const parts = [
      shard(1, pass('a')),
      { ...other, result: { ...other.result, run: { ...other.result.run, shard: { index: 2, of: 3, gates: whole.gates } } } },
    ]
    expect(() => mergeRuns('r', parts, [])).toThrow(
      'shard-1 and shard-2 are shards of different selections: 1/2 of 5 gates, and 2/3 of 5 gates. Merge shards that were run with the same options and the same version',
    )
  })

  test('say in their own answer that it is that of a part', () => {
    const { result } = shard(1, pass('a', 'c', 'e'))
    expect(mayIGoOn(result).sentence).toBe('Yes. This is shard 1/2; only all shards together give the answer.')
  })
})

describe('a gate that several parts looked at has its worst verdict', () => {
  test.each<[Verdict, Verdict, string, number]>([
    ['pass', 'fail', 'fail', 1],
    ['unknown', 'pass', 'unknown', 3],
    ['unknown', 'fail', 'fail', 1],
    ['pass', 'warn', 'warn', 0],
    ['pass', 'skip', 'skip', 0],
  ])('%s and %s: %s', (one, other, verdict, exitCode) => {
    const rest = pass('b', 'c', 'd', 'e')
    expect(merged([shard(1, [gate('a', one), ...rest]), shard(2, [gate('a', other), ...rest])])).toEqual({
      exitCode,
      gates: `a ${verdict}, b pass, c pass, d pass, e pass`,
    })
  })

  test('and a note where they differ', () => {
    const { gates } = mergeRuns('r', [shard(1, [gate('a', 'pass')]), shard(2, [gate('a', 'fail')])], [])
    expect(gates[0]?.notes).toEqual(['another part of this run gave this gate the verdict pass'])
  })
})

describe('the whole is never greener than its parts', () => {
  test('a part that could not be read is unknown', () => {
    expect(merged([shard(1, pass(...ids))], ['b holds no result.json'])).toEqual({
      exitCode: 3,
      gates: 'every-part-was-read unknown, a pass, b pass, c pass, d pass, e pass',
    })
  })

  test('a shard of the night before does not stand for one that is missing', () => {
    const [yesterday, today] = ['2026-03-11T02:15:00.000Z', '2026-03-12T02:15:00.000Z']
    const parts = [shard(1, pass('a', 'c', 'e'), { startedAt: today }), shard(2, pass('b', 'd'), { startedAt: yesterday })]
    const result = mergeRuns('r', parts, [])
    expect(result.gates.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'every-part-was-read unknown',
      ...['a pass', 'b unknown', 'c pass', 'd unknown', 'e pass'],
    ])
    expect(result.gates[0]?.causes[0]?.message).toBe(
      'shard-2 was left out: its shard 2/2 began at 2026-03-11T02:15Z, 24 h before the newest shard',
    )
  })

  test('a part that was interrupted, or ended with 3 for a reason that no gate shows, ends the whole with that', () => {
    const all = pass(...ids)
    expect(merged([shard(1, all, { interrupted: true }, 130)]).exitCode).toBe(130)
    expect(merged([shard(1, all, {}, 3), shard(2, all)]).exitCode).toBe(3)
  })

  test('a strict part makes the whole strict', () => {
    const warned = [gate('a', 'warn'), ...pass('b', 'c', 'd', 'e')]
    expect(merged([shard(1, warned, { strict: true }, 1)]).exitCode).toBe(1)
  })

  test('exit codes: interrupted, red, blind, could write nothing, green', () => {
    expect(
      [
        [0, 3, 1],
        [0, 3],
        [2, 0],
        [1, 130],
        [0, 0],
        [2, 3],
        [0, 9],
      ].map(worstExitCode),
    ).toEqual([1, 3, 2, 130, 0, 3, 9])
  })
})
