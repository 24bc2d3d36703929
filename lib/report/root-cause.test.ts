import { describe, expect, test } from 'vitest'
import type { GateResult } from './result.ts'
import { rowsByPhase } from './root-cause.ts'

const gate = (id: string, change: Partial<GateResult>): GateResult => ({
  id,
  phase: 'p',
  severity: 'blocking',
  source: [],
  verdict: 'unknown',
  durationMs: 1,
  claims: [],
  findings: [],
  ...change,
})
const cause = (key: string) => ({ cause: { key, message: `could not ask: ${key}` } })
const at = (...units: readonly string[]) => ({ findings: units.map((unit) => ({ at: unit, saw: 'silent' })) })
const kinds = (...gates: readonly GateResult[]) => [...rowsByPhase(gates).values()].flat().map((row) => row.kind)

describe('one root cause is one line', () => {
  const unreachable = gate('units-reachable-by-ssh', { verdict: 'fail', ...cause('ssh a/0 + ssh b/0'), ...at('a/0', 'b/0') })

  test('a gate that is blind because of units another gate has named repeats that gate', () => {
    expect(kinds(unreachable, gate('one', { ...cause('ssh b/0'), ...at('b/0') }))).toEqual(['gate', 'same-cause'])
    expect(kinds(unreachable, gate('both', { ...cause('ssh a/0 + ssh b/0'), ...at('a/0', 'b/0') }))).toEqual(['gate', 'same-cause'])
  })

  test('a gate that met another cause as well is shown in full', () => {
    expect(kinds(unreachable, gate('other', { ...cause('ssh b/0 + sudo c/0'), ...at('b/0', 'c/0') }))).toEqual(['gate', 'gate'])
  })

  test('a gate with more silent places than causes is shown in full', () => {
    expect(kinds(unreachable, gate('more', { ...cause('ssh b/0'), ...at('b/0', 'c/0') }))).toEqual(['gate', 'gate'])
  })

  test('a failure is never folded away', () => {
    expect(kinds(unreachable, gate('red', { verdict: 'fail', ...cause('ssh b/0'), ...at('b/0') }))).toEqual(['gate', 'gate'])
  })
})
