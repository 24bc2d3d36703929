import { describe, expect, test } from 'vitest'
import type { Finding, GateResult } from './result.ts'
import { rowsByPhase } from './root-cause.ts'

function gate(id: string, phase: string, rest: Partial<GateResult>): GateResult {
  return { id, phase, severity: 'blocking', source: [], verdict: 'pass', durationMs: 1, claims: [], causes: [], notes: [], ...rest }
}

const expired = { kind: 'credential', key: 'juju credential', message: 'the macaroon has expired' }

function finding(...findings: readonly Finding[]): GateResult['claims'][number] {
  return { title: 'a claim', kind: 'saw', verdict: 'unknown', message: 'not all', findings: [...findings] }
}

/** `kind ids` of every row. */
function rows(...gates: GateResult[]): string[] {
  return [...rowsByPhase(gates).values()]
    .flat()
    .map((row) => `${row.kind} ${row.kind === 'gate' ? row.gate.id : row.gates.map(({ id }) => id).join(' ')}`)
}

describe('one root cause is shown once', () => {
  test('the first gate in full, the others in one row per phase', () => {
    const blind = (id: string, phase: string) => gate(id, phase, { verdict: 'unknown', causes: [expired] })
    expect(rows(blind('a', 'access'), blind('b', 'access'), gate('ok', '01', {}), blind('c', '01'), blind('d', '01'))).toEqual([
      'gate a',
      'same-cause b',
      'gate ok',
      'same-cause c d',
    ])
  })

  test('gates blocked by the same gate share a row, a single one keeps its own', () => {
    const blocked = (id: string, by: string) =>
      gate(id, '01', { verdict: 'skip', blockedBy: by, reason: `blocked by ${by}, which could not look` })
    expect(rows(blocked('a', 'x'), blocked('b', 'y'), blocked('c', 'x'))).toEqual(['blocked a c', 'gate b'])
  })

  test('another root cause and a failure are never folded away', () => {
    expect(
      rows(
        gate('a', '01', { verdict: 'unknown', causes: [expired] }),
        gate('b', '01', { verdict: 'fail', causes: [expired] }),
        gate('c', '01', { verdict: 'unknown', causes: [{ ...expired, key: 'ssh keystone/0' }] }),
        gate('d', '01', { verdict: 'unknown' }),
        gate('e', '01', { verdict: 'unknown' }),
      ),
    ).toEqual(['gate a', 'gate b', 'gate c', 'gate d', 'gate e'])
  })
})

test('a sentence is not a root cause: gates that say the same of different units stay apart', () => {
  const silent = (id: string, at: string) => {
    const message = '1 of 3 units did not answer'
    return gate(id, '01', {
      verdict: 'unknown',
      causes: [{ kind: 'not-enough-seen', key: message, message }],
      claims: [finding({ at, saw: 'silent' })],
    })
  }
  expect(rows(silent('a', 'magnum/0'), silent('b', 'magnum/1'), silent('c', 'magnum/0'))).toEqual(['gate a', 'gate b', 'same-cause c'])
})

describe('a gate that is blind because of units another gate has named', () => {
  const silent = (id: string, keys: readonly string[], ...units: readonly string[]) =>
    gate(id, '01', {
      verdict: 'unknown',
      causes: keys.map((key) => ({ kind: 'unreachable', key, message: `could not ask: ${key}` })),
      claims: [finding(...units.map((at) => ({ at, saw: 'silent' })))],
    })
  const unreachable: GateResult = { ...silent('reach', ['ssh a/0', 'ssh b/0'], 'a/0', 'b/0'), verdict: 'fail' }

  test('repeats that gate, also when that one failed', () => {
    expect(rows(unreachable, silent('one', ['ssh b/0'], 'b/0'))).toEqual(['gate reach', 'same-cause one'])
    expect(rows(unreachable, silent('both', ['ssh b/0', 'ssh a/0'], 'a/0', 'b/0'))).toEqual(['gate reach', 'same-cause both'])
  })

  test('is shown in full when it met another cause as well', () => {
    expect(rows(unreachable, silent('other', ['ssh b/0', 'sudo c/0'], 'b/0', 'c/0'))).toEqual(['gate reach', 'gate other'])
  })

  test('is folded away also when it says its cause once more without a place', () => {
    const message = 'nobody listens there'
    const causes = [{ kind: 'unreachable', key: 'https vip', message }]
    const refused = gate('answers', '01', { verdict: 'fail', causes, claims: [finding({ at: 'vip', saw: message })] })
    const blind = gate('certificate', '01', {
      verdict: 'unknown',
      causes,
      claims: [finding({ saw: message }, { at: 'vip', saw: message })],
    })
    expect(rows(refused, blind)).toEqual(['gate answers', 'same-cause certificate'])
  })

  test('is shown in full when more places are silent than causes are known', () => {
    expect(rows(unreachable, silent('more', ['ssh b/0'], 'b/0', 'c/0'))).toEqual(['gate reach', 'gate more'])
  })
})
