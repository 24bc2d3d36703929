import { detectResources, envDetector, type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import type { RunResult } from '../report/result.ts'

export const scope = 'openstack-gates'

/** What sends: this suite about this site. `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say more, or other. No run id: it would make every run a series of its own. */
export function resourceOf({ result, version }: { readonly result: RunResult; readonly version: string }): Resource {
  const { site, mode } = result.run
  const own = { 'service.name': scope, 'service.version': version, 'gates.site': site, 'gates.mode': mode }
  return resourceFromAttributes(own).merge(detectResources({ detectors: [envDetector] }))
}
