import { NotUnderstood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'

/** What Magnum last heard of a cluster's health. A poll that fails leaves the value of the one before, whatever its age. */
export interface Health {
  /**
   * `healthy`: told so, with a reason for each part. `untold`: no reason at all, so this driver has not polled it. `infrastructure-not-found`:
   * only that, and every other part ready. `bad`: anything else.
   */
  readonly kind: 'healthy' | 'untold' | 'infrastructure-not-found' | 'bad'
  /** What is told, with the parts that are not ready: `UNHEALTHY; controlplane: Waiting on ['EtcdClusterHealthy']` */
  readonly said: string
}

/** magnum-capi-helm 1.4.0, common/capi_monitor.py: the parts it asks for, and its word for each that is well. */
const ready = 'Ready'
const notFound = 'Infrastructure resource not found.'

/** Of a cluster's detail; its row in the list has no reason. */
export function healthIn(record: JsonObject): Health {
  if (!record.has('health_status') || !record.has('health_status_reason'))
    throw new NotUnderstood(`${record.at === '' ? 'the cluster' : record.at} is told without its health: is it a row of the list?`)
  const status = statusIn(record)
  const reason = reasonIn(record)
  const bad = Object.entries(reason).filter(([, said]) => said !== ready)
  const said = [status ?? 'no health at all', ...bad.map(([part, words]) => `${part}: ${words}`)].join('; ')
  return { kind: kindOf(status, reason, bad), said }
}

function kindOf(
  status: string | undefined,
  reason: Readonly<Record<string, string>>,
  bad: readonly (readonly [string, string])[],
): Health['kind'] {
  if (status === undefined || status === 'UNKNOWN' || Object.keys(reason).length === 0) return 'untold'
  if (status === 'HEALTHY') return bad.length === 0 ? 'healthy' : 'bad'
  const [first] = bad
  const isOnlyThat = bad.length === 1 && first?.[0] === 'infrastructure' && first[1] === notFound
  return isOnlyThat ? 'infrastructure-not-found' : 'bad'
}

function statusIn(record: JsonObject): string | undefined {
  const value = record.own('health_status')
  if (value === null) return undefined
  const status = record.text('health_status')
  if (['HEALTHY', 'UNHEALTHY', 'UNKNOWN'].includes(status)) return status
  throw new NotUnderstood(`health_status: wanted HEALTHY, UNHEALTHY or UNKNOWN, got ${JSON.stringify(status.slice(0, 40))}`)
}

function reasonIn(record: JsonObject): Readonly<Record<string, string>> {
  if (record.own('health_status_reason') === null) return {}
  const reason = record.object('health_status_reason')
  return Object.fromEntries(reason.keys().map((part) => [part, reason.text(part)]))
}
