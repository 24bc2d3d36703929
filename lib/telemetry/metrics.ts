import type { Resource } from '@opentelemetry/resources'
import { MeterProvider, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Metric } from '../report/exposition.ts'
import { scope } from './resource.ts'

/**
 * Collects the metrics to push. They are the ones in the file for Prometheus, under the same names, so alerts and dashboards work both with pushed
 * and with scraped metrics.
 */
export async function collectMetrics(
  { metrics, version }: { readonly metrics: readonly Metric[]; readonly version: string },
  resource: Resource,
): Promise<ResourceMetrics> {
  // By default the SDK merges all series of a metric beyond the first 2000 into one. So the limit is set above the largest metric.
  const most = Math.max(...metrics.map(({ samples }) => samples.length)) + 2
  const reader = new Once({ cardinalitySelector: () => most })
  const meter = new MeterProvider({ resource, readers: [reader] }).getMeter(scope, version)
  for (const { name, help, samples } of metrics) {
    if (samples.length === 0) continue
    const gauge = meter.createGauge(name, { description: help })
    for (const { labels, value } of samples) gauge.record(value, labels)
  }
  const { resourceMetrics, errors } = await reader.collect()
  if (errors.length > 0) throw errors[0]
  return resourceMetrics
}

/** Metrics are collected once and sent by us: the SDK's periodic reader does not report its failures. */
class Once extends MetricReader {
  protected async onShutdown(): Promise<void> {}
  protected async onForceFlush(): Promise<void> {}
}
