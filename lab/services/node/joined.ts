import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { daemonRuns } from '../../host/daemon.ts'
import { namespaceMates } from '../../host/process.ts'
import { addressIn, adminApi, apiPort } from '../kube/api.ts'
import { buildKube } from '../kube/build.ts'
import { writeAdminKubeconfig } from '../kube/kubeconfig.ts'
import { issueKubelet, startScheduler } from './beside-api.ts'
import { cableNetwork, plugIn, unplugged } from './cable.ts'
import { startContainerd } from './containerd.ts'
import { startKubelet } from './kubelet.ts'
import { endMachine, type Machine, machineOf, startMachine } from './machine.ts'
import { importPrograms, nodeReady } from './ready.ts'

/**
 * Adds a scheduler and a node to the cluster in `dir`, whose API server must already answer. Resolves when the node is Ready. The node and its pods
 * reach what listens on this machine's loopback addresses.
 */
export async function joinNode(dir: string, say: (text: string) => void = () => {}): Promise<void> {
  if (nodeRuns(dir)) return
  const programs = await buildKube(['kubelet', 'kube-scheduler', 'pause', 'agnhost'], say)
  const address = addressIn(dir)
  await endNode(dir)
  try {
    await startNode(dir, address, programs)
  } catch (error) {
    await endNode(dir)
    throw error
  }
}

type Programs = Readonly<Record<'kubelet' | 'kube-scheduler' | 'pause' | 'agnhost', string>>

async function startNode(dir: string, address: string, programs: Programs): Promise<void> {
  const network = cableNetwork(address)
  const machine = await startMachine(folderOf(dir), network)
  await plugIn(machine, network)
  await issueKubelet(dir, network.address)
  const kubeconfig = await writeAdminKubeconfig(dir, `https://${address}:${apiPort}`)
  startScheduler(dir, kubeconfig, programs['kube-scheduler'])
  await startContainerd(machine, network)
  startKubelet(machine, network.address, dir, programs.kubelet)
  await importPrograms(machine, programs)
  await nodeReady(machine, adminApi(dir))
}

/** Whether a cluster's scheduler and its node are both running. */
export function nodeRuns(dir: string): boolean {
  const machine = machineOf(folderOf(dir))
  return machine !== undefined && daemonRuns(dir, 'kube-scheduler') && ['containerd', 'kubelet'].every((name) => pidIn(machine, name))
}

/** Sends a signal to the kubelet of a cluster's node. The node's containers keep running. Throws when the node or its kubelet is not up. */
export function signalKubelet(dir: string, signal: NodeJS.Signals): void {
  const pid = pidIn(nodeMachine(dir), 'kubelet')
  if (pid === undefined) throw new Error('the kubelet is not up: lab/up starts it')
  process.kill(pid, signal)
}

/** The machine of a cluster's node. Throws when there is none. */
export function nodeMachine(dir: string): Machine {
  const machine = machineOf(folderOf(dir))
  if (machine === undefined) throw new Error('the node is not up: lab/up starts it')
  return machine
}

/** Ends the machine on which a cluster's node runs, and all that ran on it. It is not an error if the node has no machine. */
export async function endNode(dir: string): Promise<void> {
  const machine = machineOf(folderOf(dir))
  await endMachine(folderOf(dir))
  // somebody may have removed the folder while the machine ran
  if (machine !== undefined && existsSync(join(dir, 'address'))) await unplugged(cableNetwork(addressIn(dir)))
}

function pidIn({ pid }: Machine, program: string): number | undefined {
  return namespaceMates(pid).find(({ name }) => name === program)?.pid
}

function folderOf(dir: string): string {
  return join(dir, 'machine')
}
