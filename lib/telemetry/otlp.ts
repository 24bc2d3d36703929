import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { setTimeout } from 'node:timers/promises'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { Metric } from '../report/exposition.ts'
import type { RunResult } from '../report/result.ts'
import { collectMetrics } from './metrics.ts'
import { resourceOf } from './resource.ts'
import { spansOf } from './spans.ts'

export interface Telemetry {
  /** The result without secrets. */
  readonly result: RunResult
  readonly metrics: readonly Metric[]
  /** When each gate began, in ms since 1970; a gate that never began has no span. */
  readonly startedAtMs: ReadonlyMap<string, number>
  /** The version of the suite. */
  readonly version: string
}

/** How long a collector may take for metrics and spans together. */
const patienceMs = 5_000

/**
 * Sends a run as OTLP metrics and spans to the address in the environment (`OTEL_EXPORTER_OTLP_ENDPOINT`, `…_HEADERS`, `…_CERTIFICATE`). Never
 * rejects, and never takes longer than `deadlineMs`. Returns the reason in a few words when something was not accepted; undefined otherwise.
 */
export async function sendTelemetry(telemetry: Telemetry, deadlineMs = patienceMs): Promise<string | undefined> {
  const agents: (HttpAgent | HttpsAgent)[] = []
  const stop = new AbortController()
  const late = setTimeout(deadlineMs, `no answer within ${deadlineMs / 1000} s`, { signal: stop.signal }).catch(() => undefined)
  try {
    return await Promise.race([exported(telemetry, deadlineMs, agents), late])
  } catch (error) {
    return wordsOf(error)
  } finally {
    stop.abort()
    // A collector that answers one byte at a time would keep the process alive.
    for (const agent of agents) agent.destroy()
  }
}

async function exported(telemetry: Telemetry, timeoutMillis: number, agents: (HttpAgent | HttpsAgent)[]): Promise<string | undefined> {
  const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? ''
  // Without this check, the SDK sends to this machine when it cannot read the address.
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) return 'it is not an address that begins with http:// or https://'
  const httpAgentOptions = (protocol: string) => {
    const agent = protocol === 'https:' ? new HttpsAgent() : new HttpAgent()
    agents.push(agent)
    return agent
  }
  const resource = resourceOf(telemetry)
  const options = { timeoutMillis, httpAgentOptions }
  const metrics = await collectMetrics(telemetry, resource)
  const spans = await spansOf(telemetry, resource)
  const problems = await Promise.all([
    taken((done) => new OTLPMetricExporter(options).export(metrics, done)),
    taken((done) => new OTLPTraceExporter(options).export([...spans], done)),
  ])
  return [...new Set(problems.filter((problem) => problem !== undefined))].join('; ') || undefined
}

interface Answer {
  /** 0: accepted. */
  readonly code: number
  readonly error?: Error
}

function taken(send: (done: (answer: Answer) => void) => void): Promise<string | undefined> {
  return new Promise((resolve) => send(({ code, error }) => resolve(code === 0 ? undefined : wordsOf(error))))
}

/** The text of an error. It may contain several errors, because Node tries every address of a host name. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(wordsOf))].join('; ')
  if (!(error instanceof Error)) return 'the collector did not take it'
  const status = 'code' in error && typeof error.code === 'number' ? `HTTP ${error.code} ` : ''
  return `${status}${error.message || error.name}`
}
