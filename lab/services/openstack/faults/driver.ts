import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unit } from '../../../cloud/table.ts'
import type { Fault, Faults } from '../../../faults/fault.ts'
import { endDaemons } from '../../../host/daemon.ts'
import { runIn } from '../../../host/inside.ts'
import { state } from '../../../host/state.ts'
import { conductorLog } from '../../../ready.ts'
import { adminApi } from '../../kube/api.ts'
import { clusterOf } from '../../kube/seed/clusters.ts'
import { reportPart, settleCluster } from '../../kube/seed/parts.ts'
import type { Cloud } from '../cloud.ts'
import { chartOf, giveConductor, kubeconfigOf, poll, pollInVain, writeConductorsKubeconfig } from '../conductor.ts'
import { sql } from '../database.ts'
import { ownerOf } from '../rest.ts'
import { restartConductor } from '../restart.ts'
import { askForCluster } from '../seed/cluster.ts'
import { endCluster } from '../seed/deletion.ts'
import { cluster, template } from '../seed/workload.ts'
import { cloudFault } from './fault.ts'

/** The name of the cluster that a fault requests while the driver is broken. */
const late = 'late'
/** Faults that break the driver itself. The driver reports them in its own words. */
export function driverFaultsOf(dir: string): Faults {
  const fault = cloudFault.bind(undefined, dir)
  /** Requests a cluster while the driver is broken. The driver works again before any gate looks. */
  const failing = (does: string, breakIt: (cloud: Cloud) => Promise<void>, how: Parameters<typeof restartConductor>[1] = {}): Fault =>
    fault(
      'magnum',
      does,
      async (rest, cloud) => {
        writeFileSync(brokenNote(cloud), '')
        await breakIt(cloud)
        // A running conductor keeps the kubeconfig that it read first, so it has to be restarted.
        await restartConductor(cloud, how)
        try {
          await ask(cloud, late, await templateOf(rest))
        } finally {
          await mend(cloud)
        }
      },
      async (_, cloud) => {
        // the driver is still broken only if the process that applied the fault died half-way
        if (existsSync(brokenNote(cloud))) await mend(cloud)
        await endCluster(cloud, late)
      },
    )
  const sick = (does: string, kind: string, conditions: Parameters<typeof reportPart>[3], more: object = {}): Fault =>
    fault(
      'mgmt',
      does,
      async (_, cloud) => {
        await reportPart(adminApi(state('kube')), clusterOf(state('kube')), kind, conditions, more)
        await poll(cloud)
      },
      async (_, cloud) => {
        await settleCluster(adminApi(state('kube')), clusterOf(state('kube')))
        await poll(cloud)
      },
    )
  return {
    'create-kubeconfig-refused': failing('a new cluster is requested while the API refuses the conductor’s kubeconfig (401)', (cloud) =>
      writeConductorsKubeconfig(cloud, { user: { token: 'a-token-of-last-month' } }),
    ),
    'create-api-refused': failing('a new cluster is requested while nothing listens where the conductor’s kubeconfig points', (cloud) =>
      writeConductorsKubeconfig(cloud, { server: 'https://127.0.7.9:6443' }),
    ),
    'create-kubeconfig-missing': failing('a new cluster is requested while the conductor’s kubeconfig is gone', async (cloud) =>
      renameSync(kubeconfigOf(cloud), `${kubeconfigOf(cloud)}.away`),
    ),
    'create-kubeconfig-garbage': failing('a new cluster is requested while the conductor’s kubeconfig is not valid', async (cloud) =>
      writeFileSync(kubeconfigOf(cloud), 'garbage\n', { mode: 0o600 }),
    ),
    'create-helm-missing': failing('a new cluster is requested while the conductor’s PATH has no helm', async () => undefined, {
      path: '/usr/sbin:/usr/bin:/sbin:/bin',
    }),
    'create-chart-missing': failing('a new cluster is requested while the chart is not where the driver’s settings say', async (cloud) =>
      renameSync(join(chartOf(cloud), 'Chart.yaml'), join(chartOf(cloud), 'away')),
    ),
    'control-plane-failed': sick(`the etcd of ${cluster} is sick, and the driver has seen it`, 'KubeadmControlPlane', {
      Ready: 'False',
      EtcdClusterHealthy: 'False',
    }),
    'node-group-failed': sick(
      `the workers of ${cluster} have failed, and the driver has seen it`,
      'MachineDeployment',
      { Ready: 'False', Available: 'False' },
      { phase: 'Failed' },
    ),
    'infrastructure-failed': sick(
      `the load balancer of ${cluster} could not be made, and the driver has seen this failure`,
      'OpenStackCluster',
      { Ready: 'False' },
      { ready: false, failureReason: 'UpdateError', failureMessage: 'Failed to create the load balancer: 403 Forbidden' },
    ),
    'addon-failed': sick(
      `the network add-on of ${cluster} has failed; the driver still calls the cluster healthy`,
      'HelmRelease',
      {},
      { phase: 'Failed', failureMessage: 'Unable to continue with install: a ServiceAccount of that name exists' },
    ),
    'cluster-poll-refused': fault(
      'magnum',
      `the API refuses the driver’s kubeconfig (401), so the driver skips its poll of ${cluster}, and magnum/0 has logged the skip`,
      async (_, cloud) => {
        await writeConductorsKubeconfig(cloud, { user: { token: 'a-token-of-last-month' } })
        const skipped = await pollInVain(cloud).finally(() => writeConductorsKubeconfig(cloud))
        // the lab's conductor runs beside the units, so its log lines are copied to where a unit's conductor would write them
        await runIn(unit('magnum/0'), ['tee', '-a', conductorLog], `${skipped.join('\n')}\n`)
      },
      // overwrites the log in place, because the conductor has that file open
      async () =>
        void (await runIn(unit('magnum/0'), [
          'sh',
          '-c',
          'kept=$(grep -v "Skip pulling data" "$0"); printf "%s\\n" "$kept" >"$0"',
          conductorLog,
        ])),
    ),
    'magnum-conductor-dead': fault(
      'magnum',
      'the conductor was killed five minutes ago; Magnum’s API answers, and shows the old health',
      async (_, cloud) => {
        await endDaemons(dir, 'magnum-conductor')
        await sql(cloud, 'update magnum.magnum_service set last_seen_up = utc_timestamp() - interval 5 minute')
      },
      async (_, cloud) => {
        await restartConductor(cloud)
        // Marks the conductor as alive at once, as the conductor itself would do within a minute.
        await sql(cloud, 'update magnum.magnum_service set last_seen_up = utc_timestamp()')
      },
    ),
  }
}

async function ask(cloud: Cloud, name: string, uuid: string): Promise<void> {
  const owner = await ownerOf(cloud.identity)
  try {
    await askForCluster(owner, name, uuid)
  } finally {
    owner.close()
  }
}

async function templateOf(rest: { must(api: string, method: string, path: string): Promise<{ readonly uuid: string }> }): Promise<string> {
  return (await rest.must('magnum', 'GET', `/clustertemplates/${template}`)).uuid
}

async function mend(cloud: Cloud): Promise<void> {
  await giveConductor(cloud)
  await restartConductor(cloud)
  rmSync(brokenNote(cloud), { force: true })
}

function brokenNote({ dir }: Cloud): string {
  return join(dir, 'magnum', 'broken')
}
