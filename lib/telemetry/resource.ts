import { detectResources, envDetector, type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import type { RunResult } from '../report/result.ts'

export const scope = 'openstack-gates'

/**
 * The sender: this suite, for this site. `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` add to this or replace it. It has no run id: with one,
 * every run would get its own metric series.
 */
export function resourceOf({ result, version }: { readonly result: RunResult; readonly version: string }): Resource {
  const { site, mode } = result.run
  const own = { 'service.name': scope, 'service.version': version, 'gates.site': site, 'gates.mode': mode }
  return resourceFromAttributes(own).merge(detectResources({ detectors: [envDetector] }))
}
