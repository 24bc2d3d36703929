import type { Faults } from '../../../faults/fault.ts'
import { signalDaemon } from '../../../host/daemon.ts'
import { until } from '../../../host/run.ts'
import { sql } from '../database.ts'
import type { Rest } from '../rest.ts'
import { mgmtServer, serverId, serverIs } from '../seed/servers.ts'
import { computeName } from '../services.ts'
import { type Hypervisor, hostSize, hypervisors } from '../table.ts'
import { cloudFault } from './fault.ts'

const [first, second] = hypervisors
const ofSecond = `binary=nova-compute&host=${second}`
const past = 'utc_timestamp() - interval 5 minute'

export function computeFaultsOf(dir: string): Faults {
  const fault = cloudFault.bind(undefined, dir)
  return {
    'no-failover-headroom': fault(
      'placement',
      'nearly all memory of every host is reserved, so no further server fits',
      (rest) => reserve(rest, hypervisors, hostSize.memoryMb - 512),
      (rest) => reserve(rest, hypervisors, hostSize.reservedMb),
    ),
    'host-full': fault(
      first,
      'nearly all memory of this host is reserved; the other host has room',
      (rest) => reserve(rest, [first], hostSize.memoryMb - 512),
      (rest) => reserve(rest, [first], hostSize.reservedMb),
    ),
    'reserved-memory-512': fault(
      first,
      'placement has 512 MB reserved on this host, nova’s own default',
      (rest) => reserve(rest, [first], 512),
      (rest) => reserve(rest, [first], hostSize.reservedMb),
    ),
    'host-down': fault(
      second,
      'nova-compute hangs (SIGSTOP) and has not reported for five minutes',
      async (rest, cloud) => {
        signalDaemon(dir, computeName(second), 'SIGSTOP')
        await sql(cloud, `update nova.services set updated_at = ${past}, last_seen_up = ${past} where host = '${second}'`)
        await serviceIs(rest, ofSecond, 'down')
      },
      async (rest) => {
        signalDaemon(dir, computeName(second), 'SIGCONT')
        await serviceIs(rest, ofSecond, 'up')
      },
    ),
    'scheduler-down': fault(
      'nova',
      'nova-scheduler hangs (SIGSTOP) and has not reported for five minutes',
      async (rest, cloud) => {
        signalDaemon(dir, 'nova-scheduler', 'SIGSTOP')
        await sql(cloud, `update nova.services set updated_at = ${past}, last_seen_up = ${past} where \`binary\` = 'nova-scheduler'`)
        await serviceIs(rest, 'binary=nova-scheduler', 'down')
      },
      async (rest) => {
        signalDaemon(dir, 'nova-scheduler', 'SIGCONT')
        await serviceIs(rest, 'binary=nova-scheduler', 'up')
      },
    ),
    'mgmt-server-shutoff': fault(
      'nova',
      `${mgmtServer} has been stopped`,
      (rest) => power(rest, 'os-stop', 'SHUTOFF'),
      (rest) => power(rest, 'os-start', 'ACTIVE'),
    ),
  }
}

/**
 * Sets the reserved memory in the hosts' placement inventories, as nova-compute would after a change of its own
 * configuration.
 */
async function reserve(rest: Rest, hosts: readonly Hypervisor[], reserved: number): Promise<void> {
  const { resource_providers } = await rest.must('placement', 'GET', '/resource_providers')
  for (const { uuid } of resource_providers.filter(({ name }: { name: Hypervisor }) => hosts.includes(name))) {
    const memory = `/resource_providers/${uuid}/inventories/MEMORY_MB`
    await rest.must('placement', 'PUT', memory, { ...(await rest.must('placement', 'GET', memory)), reserved })
  }
}

function serviceIs(rest: Rest, which: string, state: string): Promise<void> {
  return until(`${which} to be ${state}`, async () => {
    const { services } = await rest.must('nova', 'GET', `/os-services?${which}`)
    return services[0]?.state === state ? undefined : `it is ${services[0]?.state}`
  })
}

async function power(rest: Rest, action: string, status: string): Promise<void> {
  const id = await serverId(rest, mgmtServer)
  const { server } = await rest.must('nova', 'GET', `/servers/${id}`)
  if (server.status !== status) await rest.must('nova', 'POST', `/servers/${id}/action`, { [action]: null })
  await serverIs(rest, id, status)
}
