import { expect, test } from 'vitest'
import type { GateResult } from '../report/result.ts'
import { blockedByGreeter, type Met } from './blocked-by-greeter.ts'

const result = (more: Partial<GateResult> = {}): GateResult => ({
  id: 'haproxy-zero-down',
  phase: '03-core',
  severity: 'blocking',
  source: ['D-045'],
  verdict: 'unknown',
  durationMs: 3,
  claims: [
    {
      title: 'every unit that runs haproxy answered',
      kind: 'saw',
      verdict: 'unknown',
      message: '3 of 3 units did not answer',
      findings: [{ at: 'keystone/0', saw: 'No SSH host key is pinned' }],
    },
    { title: 'no server is DOWN', kind: 'holds', verdict: 'pass', message: '', findings: [] },
  ],
  causes: [{ kind: 'not-pinned', key: 'known hosts kh', message: 'No SSH host key is pinned: there is no kh yet' }],
  notes: [],
  ...more,
})
const message = 'No SSH host key is pinned: there is no kh yet'
const met = (more: Partial<Met> = {}): Met => ({
  causes: [{ kind: 'not-pinned', key: 'known hosts kh', message }],
  isAnswered: false,
  ...more,
})
const selected = new Set(['units-reachable-by-ssh', 'haproxy-zero-down'])

test('a gate that met only machines without a pinned key is blocked by the one that greets them, and repeats nothing', () => {
  const reason = `blocked by units-reachable-by-ssh, which could not look: ${message}`
  const blocked = blockedByGreeter(result(), met(), selected)
  expect(blocked).toEqual({
    ...result({ verdict: 'skip', causes: [] }),
    blockedBy: 'units-reachable-by-ssh',
    reason,
    claims: [
      { title: 'every unit that runs haproxy answered', kind: 'saw', verdict: 'skip', message: reason, findings: [] },
      { title: 'no server is DOWN', kind: 'holds', verdict: 'skip', message: reason, findings: [] },
    ],
  })
})

test('so is one that met machines to which no key can be offered, but not one whose key a machine refused', () => {
  const refused = (key: string) => met({ causes: [{ kind: 'credential', key, message: 'no key' }] })
  expect(blockedByGreeter(result(), refused('ssh credential'), selected)?.verdict).toBe('skip')
  expect(blockedByGreeter(result(), refused('ssh keystone/0'), selected)).toBeUndefined()
})

test.each<[string, GateResult, Met, ReadonlySet<string>]>([
  ['that greets them', result({ id: 'units-reachable-by-ssh' }), met(), selected],
  ['that saw something wrong', result({ verdict: 'fail' }), met(), selected],
  ['that one machine has answered', result(), met({ isAnswered: true }), selected],
  [
    'that met another trouble as well',
    result(),
    met({ causes: [...met().causes, { kind: 'timeout', key: 'ssh a/0', message: 'late' }] }),
    selected,
  ],
  ['that asked nothing', result(), met({ causes: [] }), selected],
  ['of a run without the one that greets', result(), met(), new Set(['haproxy-zero-down'])],
])('a gate %s keeps its verdict', (_title, judged, asMet, gates) => {
  expect(blockedByGreeter(judged, asMet, gates)).toBeUndefined()
})
