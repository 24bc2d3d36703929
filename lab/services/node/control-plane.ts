/** The cluster of a real node: run inside its machine's network, as `node control-plane.ts FOLDER ADDRESS`. */

import { join } from 'node:path'
import { startDaemon } from '../../host/daemon.ts'
import { buildKube } from '../kube/build.ts'
import { writeAdminKubeconfig } from '../kube/kubeconfig.ts'
import { issue } from '../kube/pki.ts'
import { kubeUp } from '../kube/up.ts'
import { isolated, nodeName } from './machine.ts'

/** Starts etcd, the API server, the controller-manager and the scheduler, and leaves `admin.kubeconfig` for them and the kubelet. */
export async function startControlPlane(dir: string, address: string): Promise<void> {
  const { server } = await kubeUp(dir, { address })
  await issue(join(dir, 'pki'), {
    file: 'kubelet',
    commonName: `system:node:${nodeName}`,
    organization: 'system:nodes',
    address: isolated.address,
  })
  const kubeconfig = await writeAdminKubeconfig(dir, server)
  const programs = await buildKube(['kube-controller-manager', 'kube-scheduler'])
  const alone = ['--kubeconfig', kubeconfig, '--leader-elect=false', '--port=0', '--secure-port=0']
  startDaemon(dir, { name: 'kube-scheduler', argv: [programs['kube-scheduler'], ...alone] })
  const controllers = '--controllers=deployment,replicaset,daemonset,nodelifecycle,namespace,garbagecollector,podgc'
  startDaemon(dir, { name: 'kube-controller-manager', argv: [programs['kube-controller-manager'], ...alone, controllers] })
}

if (import.meta.main) await startControlPlane(process.argv[2] ?? '', process.argv[3] ?? '')
