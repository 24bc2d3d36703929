import { afterAll, expect, test } from 'vitest'
import { type Collector, startCollector } from '../telemetry/test-collector.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('telemetry')
afterAll(gates.remove)

/** A password that happens to occur in a finding: `1 of 1 conductor does not find /usr/bin/helm`. */
const password = 'conductor does not'
const green = ['run', '--gate', 'helm-on-init-path', '--replay']
const to = (collector: Collector) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })

test('a run sends its spans and metrics, without secrets, and says nothing of it', async () => {
  await using collector = await startCollector()
  const { code, stderr } = await gates.run([...green, '--scene', 'helm-on-init-path=only-in-usr-local-bin'], {
    env: { ...to(collector), OS_PASSWORD: password },
  })
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(collector.received.map(({ path }) => path).toSorted()).toEqual(['/v1/metrics', '/v1/traces'])
  const sent = collector.received.map(({ body }) => body).join('\n')
  expect(sent.includes('"name":"helm-on-init-path"') && sent.includes('replay:example')).toBe(true)
  expect(sent).toContain('find /usr/bin/helm')
  expect(sent).not.toContain(password)
})

test('a collector that hangs neither holds the run up for long nor changes its exit code', async () => {
  await using collector = await startCollector(() => undefined)
  const before = performance.now()
  const { code, stderr } = await gates.run(green, { env: to(collector) })
  expect(code).toBe(0)
  expect(stderr).toMatch(
    /^gates: Telemetry could not be sent to \$OTEL_EXPORTER_OTLP_ENDPOINT: .*\. The endpoint must take OTLP over HTTP, like port 4318 of a collector\.\n$/,
  )
  expect(performance.now() - before).toBeLessThan(20_000)
})

test('a collector that is not there changes no exit code', async () => {
  const { code, stderr } = await gates.run(green, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:hunter2hunter2@127.0.0.1:9' } })
  // It tries again until its time is up; if the time is up first, that is the reason.
  expect(`${code} ${stderr}`).toMatch(
    /^0 gates: Telemetry could not be sent to \$OTEL_EXPORTER_OTLP_ENDPOINT: (?:connect ECONNREFUSED 127\.0\.0\.1:9|no answer within 5 s)\. The endpoint must take OTLP over HTTP, like port 4318 of a collector\.\n$/,
  )
})

test('nothing is sent where the environment switches it off', async () => {
  await using collector = await startCollector()
  await gates.run(green, { env: { ...to(collector), OTEL_SDK_DISABLED: 'true' } })
  expect(collector.received).toEqual([])
})
