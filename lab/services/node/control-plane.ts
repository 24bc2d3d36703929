/**
 * Starts the control plane for the lab's real node. The lab runs this file inside the network of the node's machine, as
 * `node control-plane.ts FOLDER ADDRESS`.
 */

import { startDaemon } from '../../host/daemon.ts'
import { buildKube } from '../kube/build.ts'
import { writeAdminKubeconfig } from '../kube/kubeconfig.ts'
import { kubeUp } from '../kube/up.ts'
import { alone, issueKubelet, startScheduler } from './beside-api.ts'
import { isolated } from './machine.ts'

/**
 * Starts etcd, the API server, the controller-manager and the scheduler. Writes `admin.kubeconfig` into the folder:
 * the controller-manager and the scheduler use it, and so does the kubelet.
 */
export async function startControlPlane(dir: string, address: string): Promise<void> {
  const { server } = await kubeUp(dir, { address })
  await issueKubelet(dir, isolated.address)
  const kubeconfig = await writeAdminKubeconfig(dir, server)
  const programs = await buildKube(['kube-controller-manager', 'kube-scheduler'])
  startScheduler(dir, kubeconfig, programs['kube-scheduler'])
  const controllers = '--controllers=deployment,replicaset,daemonset,nodelifecycle,namespace,garbagecollector,podgc'
  startDaemon(dir, { name: 'kube-controller-manager', argv: [programs['kube-controller-manager'], ...alone(kubeconfig), controllers] })
}

if (import.meta.main) await startControlPlane(process.argv[2] ?? '', process.argv[3] ?? '')
