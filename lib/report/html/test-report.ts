import { exampleResult } from '../example.ts'
import type { GateResult, RunResult } from '../result.ts'
import type { HtmlOptions, PhaseOfReport } from './context.ts'

/** An example run in which every verdict occurs. One of its fixes destroys something. Every gate that was not skipped has a start and an end time. */
export const mixed: RunResult = {
  ...exampleResult,
  gates: exampleResult.gates.map((gate, index) => timed(gate.id === 'haproxy-zero-down' ? withCaution(gate) : gate, index)),
}

const greenGates = mixed.gates.filter(({ verdict }) => verdict === 'pass')
export const green: RunResult = {
  ...mixed,
  verdict: 'pass',
  exitCode: 0,
  counts: { pass: greenGates.length, warn: 0, fail: 0, skip: 0, unknown: 0 },
  gates: greenGates,
}

const about = (id: string, needs: string[] = []) => ({ id, claim: 'It holds.', needs, symptom: 'It does not.', cause: 'Something else.' })
const phases: readonly PhaseOfReport[] = [
  { id: 'access', question: 'Can we look at all?', gates: [about('juju-login-fresh')] },
  { id: '03-core', question: 'Do the core services answer?', gates: [about('haproxy-zero-down', ['juju-login-fresh'])] },
]
export const options: HtmlOptions = {
  phases,
  history: new Map([
    [
      'haproxy-zero-down',
      (['pass', 'fail', 'pass', 'unknown', 'skip', 'warn'] as const).map((verdict, day) => ({
        runId: `r${day}`,
        at: `2026-03-0${day + 1}T02:15:00Z`,
        verdict,
      })),
    ],
  ]),
}

/** A run with this many findings of one gate. */
export function manyFindings(count: number): RunResult {
  const [gate] = mixed.gates.filter(({ verdict }) => verdict === 'fail')
  if (!gate) throw new Error('the example has a gate that failed')
  const findings = Array.from({ length: count }, (_, index) => ({
    at: `nova/${index}`,
    saw: `offender ${index}`,
    fix: `sudo true ${index}`,
  }))
  const claims = [{ title: 'no server is DOWN', kind: 'holds' as const, verdict: 'fail' as const, message: 'many are', findings }]
  return { ...mixed, gates: mixed.gates.map((one) => (one === gate ? { ...gate, claims } : one)) }
}

function timed(gate: GateResult, index: number): GateResult {
  return gate.verdict === 'skip' ? gate : { ...gate, startedMs: index * 800, endedMs: index * 800 + 412 }
}

function withCaution(gate: GateResult): GateResult {
  const finding = {
    at: 'cinder/0',
    saw: 'a stale worker',
    fix: 'openstack volume service delete cinder@0  # on cinder/0',
    destroys: 'the record of that service',
  }
  return {
    ...gate,
    claims: gate.claims.map((claim) => (claim.verdict === 'fail' ? { ...claim, findings: [...claim.findings, finding] } : claim)),
  }
}
