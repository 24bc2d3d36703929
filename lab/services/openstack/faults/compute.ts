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

export function computeFaultsOf(dir: string): Faults {
  const fault = cloudFault.bind(undefined, dir)
  return {
    'no-failover-headroom': fault(
      'placement',
      'all but a little of the memory of every host is reserved: nothing more fits',
      (rest) => reserve(rest, hypervisors, hostSize.memoryMb - 512),
      (rest) => reserve(rest, hypervisors, hostSize.reservedMb),
    ),
    'host-full': fault(
      first,
      'all but a little of the memory of this host is reserved; the other one has room',
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
        const past = 'utc_timestamp() - interval 5 minute'
        await sql(cloud, `update nova.services set updated_at = ${past}, last_seen_up = ${past} where host = '${second}'`)
        await hostIs(rest, second, 'down')
      },
      async (rest) => {
        signalDaemon(dir, computeName(second), 'SIGCONT')
        await hostIs(rest, second, 'up')
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

/** Changes an inventory as nova-compute would after its configuration was changed. */
async function reserve(rest: Rest, hosts: readonly Hypervisor[], reserved: number): Promise<void> {
  const { resource_providers } = await rest.must('placement', 'GET', '/resource_providers')
  for (const { uuid } of resource_providers.filter(({ name }: { name: Hypervisor }) => hosts.includes(name))) {
    const memory = `/resource_providers/${uuid}/inventories/MEMORY_MB`
    await rest.must('placement', 'PUT', memory, { ...(await rest.must('placement', 'GET', memory)), reserved })
  }
}

function hostIs(rest: Rest, host: Hypervisor, state: string): Promise<void> {
  return until(`${host} to be ${state}`, async () => {
    const { services } = await rest.must('nova', 'GET', `/os-services?binary=nova-compute&host=${host}`)
    return services[0]?.state === state ? undefined : `it is ${services[0]?.state}`
  })
}

async function power(rest: Rest, action: string, status: string): Promise<void> {
  const id = await serverId(rest, mgmtServer)
  const { server } = await rest.must('nova', 'GET', `/servers/${id}`)
  if (server.status !== status) await rest.must('nova', 'POST', `/servers/${id}/action`, { [action]: null })
  await serverIs(rest, id, status)
}
