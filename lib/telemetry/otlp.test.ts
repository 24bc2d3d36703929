import { afterEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { exampleResult } from '../report/example.ts'
import { metricsOf } from '../report/metrics.ts'
import type { RunResult } from '../report/result.ts'
import { sendTelemetry } from './otlp.ts'
import { type Received, startCollector } from './test-collector.ts'

afterEach(() => vi.unstubAllEnvs())

const start = Date.parse(exampleResult.run.startedAt)
const startedAtMs = new Map([
  ['haproxy-zero-down', start + 2000],
  ['mgmt-api-answers', start + 100],
])

function send(url: string, deadlineMs?: number, result: RunResult = exampleResult): Promise<string | undefined> {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url)
  return sendTelemetry({ result, metrics: metricsOf([result], { version: '0.1.0' }), startedAtMs, version: '0.1.0' }, deadlineMs)
}

const Value = z.object({ stringValue: z.string().optional(), intValue: z.number().optional() })
const Attributes = z.array(z.object({ key: z.string(), value: Value }))
const Traces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              startTimeUnixNano: z.string(),
              endTimeUnixNano: z.string(),
              attributes: Attributes,
              status: z.object({ code: z.number(), message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
})
const Metrics = z.object({
  resourceMetrics: z.array(
    z.object({
      scopeMetrics: z.array(
        z.object({
          metrics: z.array(
            z.object({
              name: z.string(),
              gauge: z.object({ dataPoints: z.array(z.object({ attributes: Attributes, asDouble: z.number() })) }),
            }),
          ),
        }),
      ),
    }),
  ),
})

const plainOf = (attributes: z.infer<typeof Attributes>) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]))
const bodyAt = (path: string, received: readonly Received[]) => JSON.parse(received.find((one) => one.path === path)?.body ?? 'null')

describe('a collector that listens', () => {
  test('gets a span for the run and in it one for each gate that began; only what failed is an error', async () => {
    await using collector = await startCollector()
    expect(await send(collector.url)).toBeUndefined()
    const [{ scopeSpans } = { scopeSpans: [] }] = Traces.parse(bodyAt('/v1/traces', collector.received)).resourceSpans
    const spans = scopeSpans.flatMap((one) => one.spans)
    const root = spans.find(({ parentSpanId }) => !parentSpanId)
    const ns = (ms: number) => `${ms}000000`
    expect(root).toMatchObject({ name: 'gates run', status: { code: 2, message: 'exit code 1' }, startTimeUnixNano: ns(start) })
    const own = spans.filter(({ parentSpanId, traceId }) => parentSpanId === root?.spanId && traceId === root?.traceId)
    expect(own.map(({ name, status, startTimeUnixNano, endTimeUnixNano }) => [name, status, startTimeUnixNano, endTimeUnixNano])).toEqual([
      ['mgmt-api-answers', { code: 0 }, ns(start + 100), ns(start + 512)],
      ['haproxy-zero-down', { code: 2, message: '1 of 118 servers is DOWN' }, ns(start + 2000), ns(start + 2412)],
    ])
    expect(plainOf(own[1]?.attributes ?? [])).toEqual({
      'gates.phase': '03-core',
      'gates.severity': 'blocking',
      'gates.verdict': 'fail',
      'gates.findings': 2,
      'gates.saw': '1 of 118 servers is DOWN',
    })
  })

  test('gets the metrics under the names that Prometheus has for them', async () => {
    await using collector = await startCollector()
    await send(collector.url)
    const [{ scopeMetrics } = { scopeMetrics: [] }] = Metrics.parse(bodyAt('/v1/metrics', collector.received)).resourceMetrics
    const metrics = scopeMetrics.flatMap((one) => one.metrics)
    const written = metricsOf([exampleResult], { version: '0.1.0' }).filter(({ samples }) => samples.length > 0)
    expect(metrics.map(({ name, gauge }) => [name, gauge.dataPoints.length])).toEqual(
      written.map(({ name, samples }) => [name, samples.length]),
    )
    const verdicts = metrics.find(({ name }) => name === 'openstack_gates_gate_verdict')?.gauge.dataPoints ?? []
    expect(
      verdicts.find(({ attributes }) => plainOf(attributes).gate === 'haproxy-zero-down' && plainOf(attributes).verdict === 'fail'),
    ).toEqual({
      ...verdicts[0],
      attributes: expect.any(Array),
      asDouble: 1,
    })
  })

  test('learns which site and version it is, and what the environment says of it; no run id, which would make each run a series', async () => {
    vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=lab')
    await using collector = await startCollector()
    await send(collector.url)
    const [{ resource } = { resource: { attributes: [] } }] = Traces.parse(bodyAt('/v1/traces', collector.received)).resourceSpans
    expect(plainOf(resource.attributes)).toEqual({
      'service.name': 'openstack-gates',
      'service.version': '0.1.0',
      'gates.site': 'example',
      'gates.mode': 'live',
      'deployment.environment.name': 'lab',
    })
    expect(bodyAt('/v1/metrics', collector.received)).not.toContain(exampleResult.run.id)
  })

  test('gets the headers of the environment', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-tenant=prod')
    await using collector = await startCollector()
    await send(collector.url)
    expect(collector.received.map(({ path, headers }) => [path, headers['x-tenant']]).toSorted()).toEqual([
      ['/v1/metrics', 'prod'],
      ['/v1/traces', 'prod'],
    ])
  })

  test('gets every gate of a run of thousands', async () => {
    const gates = Array.from(
      { length: 3000 },
      (_, index) => ({ ...exampleResult.gates[5], id: `gate-${index}` }) as RunResult['gates'][number],
    )
    await using collector = await startCollector()
    expect(await send(collector.url, 20_000, { ...exampleResult, gates })).toBeUndefined()
    const body = collector.received.find(({ path }) => path === '/v1/metrics')?.body ?? ''
    expect(body.includes('gate-2999')).toBe(true)
    expect(body.includes('otel.metric.overflow')).toBe(false)
  })
})

describe('a collector that does not', () => {
  test('and hangs is given up at the deadline', async () => {
    await using collector = await startCollector(() => undefined)
    // The collector never ends its answer.
    expect(await send(collector.url, 300)).toMatch(/no answer within 0\.3 s|[Tt]imed? ?out/)
  })

  test('and answers a byte at a time is given up at the deadline', async () => {
    await using collector = await startCollector((response) => {
      const drip = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(drip))
    })
    // The collector never ends its answer.
    expect(await send(collector.url, 300)).toMatch(/no answer within 0\.3 s|[Tt]imed? ?out/)
  })

  test('and is not there is a few words', async () => {
    expect(await send('http://127.0.0.1:9', 2000)).toBe('connect ECONNREFUSED 127.0.0.1:9')
  })

  test('and refuses what it gets is named with its status', async () => {
    await using collector = await startCollector((response) => {
      response.statusCode = 401
      response.end('no')
    })
    expect(await send(collector.url)).toBe('HTTP 401 Unauthorized')
  })

  test.each(['not an address', 'collector:4318', 'file:///x'])(
    'and is named as %s is not asked, nor this machine in its place',
    async (url) => {
      expect(await send(url, 500)).toBe('it is not an address that begins with http:// or https://')
    },
  )
})
