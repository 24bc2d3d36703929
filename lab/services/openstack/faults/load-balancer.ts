import type { Faults } from '../../../faults/fault.ts'
import { signalDaemon } from '../../../host/daemon.ts'
import { sql } from '../database.ts'
import type { Rest } from '../rest.ts'
import { amphoraImage, imageId } from '../seed/images.ts'
import { amphoraOf, balancerId, loadBalancer, pairAmphora, settled } from '../seed/load-balancer.ts'
import { amphoraFlavor, bootServer, deleteServer } from '../seed/servers.ts'
import { cloudFault } from './fault.ts'

const zombie = 'amphora-5a0c1e55-0000-4000-8000-00000000dead'

export function loadBalancerFaultsOf(dir: string): Faults {
  const fault = cloudFault.bind(undefined, dir)
  return {
    'load-balancer-error': fault(
      'octavia',
      'the load balancer still serves (ONLINE), but has been in ERROR since a failover failed',
      async (_, cloud) => void (await sql(cloud, set('load_balancer', loadBalancer(), 'ERROR'))),
      async (_, cloud) => void (await sql(cloud, set('load_balancer', loadBalancer(), 'ACTIVE'))),
    ),
    'listener-error': fault(
      'octavia',
      'the last change of a listener failed (ERROR); its load balancer is ACTIVE and ONLINE',
      async (_, cloud) => void (await sql(cloud, set('listener', `${loadBalancer()}-6443`, 'ERROR'))),
      async (_, cloud) => void (await sql(cloud, set('listener', `${loadBalancer()}-6443`, 'ACTIVE'))),
    ),
    'load-balancer-pending': fault(
      'octavia',
      'the worker hangs (SIGSTOP), and a load balancer that was being changed has been PENDING_UPDATE for two hours',
      async (rest, cloud) => {
        signalDaemon(dir, 'octavia-worker', 'SIGSTOP')
        await rest.must('octavia', 'PUT', `/v2/lbaas/loadbalancers/${await balancerId(rest)}`, { loadbalancer: { description: 'changed' } })
        await sql(cloud, 'update octavia.load_balancer set updated_at = utc_timestamp() - interval 2 hour')
      },
      async (rest) => {
        signalDaemon(dir, 'octavia-worker', 'SIGCONT')
        await settled(rest, await balancerId(rest))
      },
    ),
    'amphora-without-server': fault(
      'octavia',
      'the server of an amphora was deleted in nova, but octavia still lists the amphora as ALLOCATED',
      async (rest) => deleteServer(rest, await serverOfAmphora(rest)),
      async (rest, cloud) => pairAmphora(cloud, rest, await imageId(rest, amphoraImage), await balancerId(rest)),
    ),
    'server-without-amphora': fault(
      'nova',
      'a server has the name of an amphora that octavia does not know (a zombie)',
      async (rest) => void (await bootServer(rest, zombie, await imageId(rest, amphoraImage), amphoraFlavor)),
      async (rest) => deleteServer(rest, zombie),
    ),
  }
}

function set(table: 'load_balancer' | 'listener', name: string, provisioning: string): string {
  return `update octavia.${table} set provisioning_status = '${provisioning}' where name = '${name}'`
}

async function serverOfAmphora(rest: Rest): Promise<string> {
  return `amphora-${await amphoraOf(rest, await balancerId(rest))}`
}
