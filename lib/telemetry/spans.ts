import { type Attributes, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Resource } from '@opentelemetry/resources'
import { AlwaysOnSampler, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { sawText } from '../report/gate-text.ts'
import { cut, plain } from '../report/plain-text.ts'
import { findingsOf, type GateResult, type RunResult } from '../report/result.ts'
import { scope } from './resource.ts'

export interface Spanned {
  readonly result: RunResult
  readonly startedAtMs: ReadonlyMap<string, number>
  readonly version: string
}

const longestText = 1000

/** A span for the run, and in it one for each gate that began. Only a failure is an error: a gate that could not look is neither an error nor ok. */
export async function spansOf({ result, startedAtMs, version }: Spanned, resource: Resource): Promise<readonly ReadableSpan[]> {
  const kept = new InMemorySpanExporter()
  // Every span is kept, without sampling. A trace that lacks some of the run's gates would say nothing about the cloud.
  const provider = new TracerProvider({
    resource,
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new SimpleSpanProcessor({ exporter: kept })],
  })
  const tracer = provider.getTracer(scope, version)
  const { run, verdict, exitCode } = result
  // The SDK takes a number smaller than the start of this process for a `performance.now()`, so times are passed as dates.
  const startTime = new Date(run.startedAt)
  const whole = tracer.startSpan('gates run', { startTime, attributes: attributesOf(result) }, ROOT_CONTEXT)
  const inside = trace.setSpan(ROOT_CONTEXT, whole)
  for (const gate of result.gates) {
    const began = startedAtMs.get(gate.id)
    if (began === undefined) continue
    const span = tracer.startSpan(gate.id, { startTime: new Date(began), attributes: attributesOfGate(gate) }, inside)
    if (gate.verdict === 'fail') span.setStatus({ code: SpanStatusCode.ERROR, message: shown(sawText(gate)) })
    span.end(new Date(began + gate.durationMs))
  }
  if (verdict === 'fail') whole.setStatus({ code: SpanStatusCode.ERROR, message: `exit code ${exitCode}` })
  whole.end(new Date(startTime.getTime() + run.durationMs))
  await provider.forceFlush()
  return kept.getFinishedSpans()
}

function attributesOf({ run, verdict, exitCode, counts }: RunResult): Attributes {
  const counted = Object.fromEntries(Object.entries(counts).map(([name, count]) => [`gates.count.${name}`, count]))
  return { 'gates.run': run.id, 'gates.verdict': verdict, 'gates.exit_code': exitCode, ...counted }
}

function attributesOfGate(gate: GateResult): Attributes {
  const saw = sawText(gate)
  return {
    'gates.phase': gate.phase,
    'gates.severity': gate.severity,
    'gates.verdict': gate.verdict,
    'gates.findings': findingsOf(gate).length,
    ...(saw === '' ? {} : { 'gates.saw': shown(saw) }),
    ...(gate.blockedBy === undefined ? {} : { 'gates.blocked_by': gate.blockedBy }),
  }
}

function shown(text: string): string {
  return cut(plain(text), longestText)
}
