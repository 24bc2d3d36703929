import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { demandFree } from '../../cloud/ports.ts'
import { startDaemon } from '../../host/daemon.ts'
import { run } from '../../host/run.ts'
import { type Api, adminApi, apiPort } from '../kube/api.ts'
import { buildKube } from '../kube/build.ts'
import { kubeDown } from '../kube/up.ts'
import { startContainerd } from './containerd.ts'
import { startKubelet } from './kubelet.ts'
import { endMachine, isolated, type Machine, startMachine } from './machine.ts'
import { importPrograms, nodeReady } from './ready.ts'

/** A cluster with one real node. From outside the node's machine, only the address of the API server can be reached. */
export interface NodeLab {
  readonly machine: Machine
  /** 0600, for the site file's `mgmt.kubeconfig`. */
  readonly kubeconfig: string
  readonly api: Api
}

/**
 * Starts a cluster and its node under `dir`. The API server answers at `address`, a loopback address, on the node's machine and on this one. When
 * nodeUp rejects, nothing that it started is left.
 */
export async function nodeUp(dir: string, address: string, say: (text: string) => void = () => {}): Promise<NodeLab> {
  const programs = await buildKube(['kube-apiserver', 'kubelet', 'kube-controller-manager', 'kube-scheduler', 'agnhost', 'pause'], say)
  await demandFree(address, [apiPort])
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  try {
    const machine = await startMachine(join(dir, 'machine'), isolated)
    const kube = join(dir, 'kube')
    const runtime = startContainerd(machine, isolated).then(() => importPrograms(machine, programs))
    const controlPlane = startControlPlane(machine, kube, address)
    await Promise.all([runtime, controlPlane])
    forwardApi(dir, machine, address)
    startKubelet(machine, isolated.address, kube, programs.kubelet)
    const api = adminApi(kube)
    await nodeReady(machine, api)
    return { machine, api, kubeconfig: join(kube, 'kubeconfig.yaml') }
  } catch (error) {
    await nodeDown(dir)
    throw error
  }
}

/** Ends all that nodeUp started for this folder, and removes the folder. Safe to call again. */
export async function nodeDown(dir: string): Promise<void> {
  await kubeDown(join(dir, 'kube'))
  await kubeDown(join(dir, 'forward'))
  await endMachine(join(dir, 'machine'))
  rmSync(dir, { recursive: true, force: true })
}

async function startControlPlane({ pid }: Machine, kube: string, address: string): Promise<void> {
  const script = join(import.meta.dirname, 'control-plane.ts')
  await run(['nsenter', `--net=/proc/${pid}/ns/net`, '--', process.execPath, script, kube, address], { timeoutS: 400 })
}

/**
 * Makes the API server of the node's machine answer at the same address on this machine. No network connects the two machines, so a UNIX socket
 * carries the traffic.
 */
function forwardApi(dir: string, { pid }: Machine, address: string): void {
  const forward = join(dir, 'forward')
  // relative to the daemon's folder: the path of a socket may have at most 107 characters
  const [socket, tcp] = ['../api.sock', `${address}:${apiPort}`]
  const inside = ['nsenter', `--net=/proc/${pid}/ns/net`, '--', 'socat', `UNIX-LISTEN:${socket},fork`, `TCP:${tcp}`]
  startDaemon(forward, { name: 'inside', argv: inside })
  startDaemon(forward, {
    name: 'outside',
    argv: ['socat', `TCP-LISTEN:${apiPort},bind=${address},reuseaddr,fork`, `UNIX-CONNECT:${socket}`],
  })
}
