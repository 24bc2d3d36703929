import { claimText, findingTexts, fixText, sawText } from './gate-text.ts'
import type { GateResult, RunResult, Verdict } from './result.ts'

export interface CtrfOptions {
  /** The version of the suite. */
  readonly version: string
  /** Advisories that did not hold become failures. */
  readonly strict?: boolean
  /** For each gate that has evidence, by its id: the path of the evidence file, as `attachmentPath` returns it. */
  readonly evidence?: Readonly<Record<string, string>>
}

type Status = 'passed' | 'failed' | 'skipped' | 'other'

/** At most this many findings of one gate go into this report, to keep it short. All findings are in result.json. */
const mostFindings = 100

/** A report in the Common Test Report Format (https://ctrf.io): a test per gate, its claims as steps. What could not be looked at is `other`. */
export function ctrfReport(result: RunResult, options: CtrfOptions): string {
  const { run, gates } = result
  const tests = gates.map((gate) => testOf(gate, options))
  const start = Date.parse(run.startedAt)
  const stop = start + Math.round(run.durationMs)
  const count = (status: Status) => tests.filter((test) => test.status === status).length
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    runId: run.id,
    timestamp: new Date(stop).toISOString(),
    generatedBy: `openstack-gates ${options.version}`,
    results: {
      tool: { name: 'openstack-gates', version: options.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        suites: new Set(gates.map(({ phase }) => phase)).size,
        start,
        stop,
        duration: stop - start,
        extra: { verdict: result.verdict, exitCode: result.exitCode },
      },
      tests,
      environment: { testEnvironment: run.site, healthy: result.exitCode === 0, extra: { mode: run.mode } },
    },
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function testOf(gate: GateResult, { strict = false, evidence = {} }: CtrfOptions) {
  const message = sawText(gate)
  const fix = fixText(gate)
  const findings = findingTexts(gate)
  const path = gate.verdict === 'pass' || gate.verdict === 'skip' ? undefined : evidence[gate.id]
  return {
    testId: gate.id,
    name: gate.id,
    status: statusOf(gate.verdict, strict),
    rawStatus: gate.verdict,
    duration: Math.round(gate.durationMs),
    suite: [`gates.${gate.phase}`],
    filePath: `phases/${gate.phase}.yaml`,
    tags: gate.source,
    labels: { severity: gate.severity },
    ...(message === '' ? {} : { message }),
    ...(findings.length === 0 ? {} : { trace: findings.slice(0, mostFindings).join('\n') }),
    ...(gate.claims.length === 0
      ? {}
      : { steps: gate.claims.map((claim) => ({ name: claimText(claim), status: statusOf(claim.verdict, strict) })) }),
    ...(path === undefined ? {} : { attachments: [{ name: 'evidence', contentType: 'application/yaml', path }] }),
    extra: {
      notes: gate.notes,
      ...(fix === undefined ? {} : { fix }),
      ...(gate.blockedBy === undefined ? {} : { blockedBy: gate.blockedBy }),
    },
  }
}

function statusOf(verdict: Verdict, strict: boolean): Status {
  switch (verdict) {
    case 'pass':
      return 'passed'
    case 'warn':
      return strict ? 'failed' : 'passed'
    case 'fail':
      return 'failed'
    case 'skip':
      return 'skipped'
    case 'unknown':
      return 'other'
  }
}
