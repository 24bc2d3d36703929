import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GateResult } from '../../../lib/report/result.ts'
import { gatesRun } from '../../gates-run.ts'
import { sweepTestFolders, testFolder } from '../../host/test-folders.ts'
import { isolated } from './machine.ts'
import { agnhostImage } from './ready.ts'
import { type NodeLab, nodeDown, nodeUp } from './up.ts'

/** A cluster with one real node, started for one test file. It can run while a lab is up. */
export interface TestNode extends NodeLab {
  readonly dir: string
  /** The address of the node's API server, on loopback. */
  readonly address: string
  /** Runs the gate of the egress probe as an operator does; returns what it found. */
  probe(wanted?: Probe): Promise<GateResult>
  down(): Promise<void>
}

interface Probe {
  /** The address that the pod tries to reach; absent: the listener of the lab. */
  readonly address?: string
  readonly port?: number
  readonly image?: string
  /** How long the probe may take. Absent: 140 seconds, a little less than the gate may take. */
  readonly timeoutS?: number
}

/** The port at which the tests start a listener on the node's machine. */
export const listenerPort = 5000

export async function startTestNode(): Promise<TestNode> {
  await sweepTestFolders('node', nodeDown)
  const dir = testFolder('node')
  const address = `127.0.7.${2 + (process.pid % 250)}`
  const lab = await nodeUp(dir, address, (text) => console.error(text))
  return {
    ...lab,
    dir,
    address,
    async probe({ address: target = isolated.address, port = listenerPort, image = agnhostImage, timeoutS = 140 } = {}) {
      const site = {
        name: 'real-node',
        networks: { node: { cidr: '10.99.0.0/16' }, nowhere: { cidr: '192.0.2.0/24' } },
        ssh: { knownHosts: 'known_hosts' },
        keystone: { address: target, port },
        mgmt: { kubeconfig: lab.kubeconfig, probe: { image, timeoutS } },
      }
      const file = join(dir, 'site.yaml')
      await writeFile(file, JSON.stringify(site), { mode: 0o600 })
      const { result, stderr } = await gatesRun(['--gate', 'keystone-egress', '--site', file])
      const found = result.gates.find(({ id }) => id === 'keystone-egress')
      if (!found) throw new Error(`the run did not reach keystone-egress: ${stderr}`)
      return found
    },
    down: () => nodeDown(dir),
  }
}
