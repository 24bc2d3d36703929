import packageJson from '../../package.json' with { type: 'json' }
import type { RunResult } from '../report/result.ts'
import { complain } from './complain.ts'
import { metricsAfter } from './metrics.ts'

/**
 * Sends a run to the collector that the environment names, if it names one. A collector that does not answer costs some seconds, but never changes
 * the exit code.
 */
export async function telemetryOf(
  result: RunResult,
  startedAtMs: ReadonlyMap<string, number>,
  { reportDir, env = process.env }: { readonly reportDir: string; readonly env?: NodeJS.ProcessEnv },
): Promise<void> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return
  const { sendTelemetry } = await import('../telemetry/otlp.ts')
  const metrics = metricsAfter(result, reportDir)
  const problem = await sendTelemetry({ result, metrics, startedAtMs, version: packageJson.version })
  if (problem !== undefined)
    complain(
      `Telemetry could not be sent to $OTEL_EXPORTER_OTLP_ENDPOINT: ${problem}. The endpoint must take OTLP over HTTP, like port 4318 of a collector.`,
    )
}
