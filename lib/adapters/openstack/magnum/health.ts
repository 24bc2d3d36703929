import { NotUnderstood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'
import { healthStatus, infrastructureNotFound, partHealth } from './states.ts'

/** The last health of a cluster that Magnum learned from a poll. A poll that fails leaves the previous value, however old it is. */
export interface Health {
  /**
   * `healthy`: status and reasons say that every part is ready. `unpolled`: no status, UNKNOWN, or no reasons, so this driver has not polled the
   * cluster. `infrastructure-not-found`: every other part is ready. `unheard`: a word that Magnum is not known to use. `bad`: anything else.
   */
  readonly kind: 'healthy' | 'unpolled' | 'infrastructure-not-found' | 'unheard' | 'bad'
  /** The status, with the parts that are not ready: `UNHEALTHY; controlplane: Waiting on ['EtcdClusterHealthy']` */
  readonly said: string
}

/** The health as a cluster's record holds it. */
export interface HealthRecord {
  readonly status?: string
  /** By part: `controlplane` → `Ready` */
  readonly reason: Readonly<Record<string, string>>
}

/** Takes the detail of one cluster. A row of the cluster list does not fit, because it lacks health_status_reason. */
export function healthRecordIn(record: JsonObject): HealthRecord {
  if (!record.has('health_status') || !record.has('health_status_reason'))
    throw new NotUnderstood(
      `${record.at === '' ? 'the cluster' : record.at} has no health_status or no health_status_reason: is it a row of the cluster list, not the detail of one cluster?`,
    )
  const status = record.own('health_status') === null ? undefined : record.text('health_status')
  return { ...(status === undefined ? {} : { status }), reason: reasonIn(record) }
}

export function healthOf({ status, reason }: HealthRecord): Health {
  const bad = Object.entries(reason).filter(([, said]) => partHealth.hear(said).is !== 'good')
  const said = [status ?? 'no health at all', ...bad.map(([part, words]) => `${part}: ${words}`)].join('; ')
  return { kind: kindOf(status, reason, bad), said }
}

function kindOf(
  status: string | undefined,
  reason: Readonly<Record<string, string>>,
  bad: readonly (readonly [string, string])[],
): Health['kind'] {
  if (status === undefined || Object.keys(reason).length === 0) return 'unpolled'
  const heard = healthStatus.hear(status)
  if (heard.is === 'unheard') return 'unheard'
  if (heard.is === 'waiting') return 'unpolled'
  if (heard.is === 'good') return bad.length === 0 ? 'healthy' : 'bad'
  const [first] = bad
  const isOnlyThat = bad.length === 1 && first?.[0] === 'infrastructure' && first[1] === infrastructureNotFound
  return isOnlyThat ? 'infrastructure-not-found' : 'bad'
}

/** Each part that is not ready, with what it says: `controlplane: Waiting on ['EtcdClusterHealthy']`. Empty when all parts are ready. */
export function faultsOf({ reason }: HealthRecord): readonly string[] {
  return Object.entries(reason).flatMap(([part, said]) => (partHealth.good.includes(said) ? [] : [`${part}: ${said}`]))
}

function reasonIn(record: JsonObject): Readonly<Record<string, string>> {
  if (record.own('health_status_reason') === null) return {}
  const reason = record.object('health_status_reason')
  return Object.fromEntries(reason.keys().map((part) => [part, reason.text(part)]))
}
