import { join } from 'node:path'
import { startDaemon } from '../../host/daemon.ts'
import { issue } from '../kube/pki.ts'
import { nodeName } from './machine.ts'

/** Makes the certificate that the kubelet of a cluster's node shows at this address. */
export async function issueKubelet(dir: string, address: string): Promise<void> {
  await issue(join(dir, 'pki'), { file: 'kubelet', commonName: `system:node:${nodeName}`, organization: 'system:nodes', address })
}

/** Starts the scheduler of a cluster; `program` is its path. */
export function startScheduler(dir: string, kubeconfig: string, program: string): void {
  startDaemon(dir, { name: 'kube-scheduler', argv: [program, ...alone(kubeconfig)] })
}

/** Options for a program of the control plane that runs as a single copy. With them the program elects no leader and listens on no port. */
export function alone(kubeconfig: string): string[] {
  return ['--kubeconfig', kubeconfig, '--leader-elect=false', '--port=0', '--secure-port=0']
}
