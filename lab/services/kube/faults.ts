import { applications, vips } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { daemonRuns, endDaemons, signalDaemon } from '../../host/daemon.ts'
import { state } from '../../host/state.ts'
import { answerPods, cableNetwork, refusePods } from '../node/cable.ts'
import { removeImage } from '../node/containerd.ts'
import { nodeMachine, signalKubelet } from '../node/joined.ts'
import { agnhostImage, importAgnhost } from '../node/ready.ts'
import { addressIn, adminApi } from './api.ts'
import { buildKube } from './build.ts'
import { goodToken, writeKubeconfig } from './kubeconfig.ts'
import { seedFaultsOf } from './seed/faults.ts'
import { setTaint } from './seed/taint.ts'
import { apiReady, serverOf, startApiserver } from './up.ts'

/** The faults of one management cluster, by name. */
export function kubeFaultsOf(dir: string): Faults {
  const network = () => cableNetwork(addressIn(dir))
  return {
    'probe-timeout': fault(
      'packets that are sent back to a pod are dropped',
      async () => answerPods(network(), false),
      async () => answerPods(network(), true),
    ),
    'probe-refused': fault(
      'the node treats Keystone’s VIP as its own address, where nothing listens',
      async () => refusePods(nodeMachine(dir), keystoneVip, true),
      async () => refusePods(nodeMachine(dir), keystoneVip, false),
    ),
    'probe-image-pull': fault(
      'the node has lost the image of the probe pod, and reaches no registry',
      async () => removeImage(nodeMachine(dir), agnhostImage),
      async () => importAgnhost(nodeMachine(dir), (await buildKube(['agnhost'])).agnhost),
    ),
    'probe-unschedulable': fault(
      'no node takes the probe pod: a taint reserves the only node that has a kubelet',
      async () => setTaint(adminApi(dir), 'lab.example/reserved'),
      async () => setTaint(adminApi(dir), undefined),
    ),
    'probe-never-runs': fault(
      'the kubelet hangs (SIGSTOP): the probe pod is given a node and stays Pending',
      async () => signalKubelet(dir, 'SIGSTOP'),
      async () => signalKubelet(dir, 'SIGCONT'),
    ),
    'token-expired': fault(
      'the API no longer accepts the token in the kubeconfig',
      async () => writeKubeconfig(dir, await serverOf(dir), 'a-token-of-last-month'),
      async () => writeKubeconfig(dir, await serverOf(dir), goodToken),
    ),
    'api-stopped': fault(
      'the API server hangs (SIGSTOP): connections open, nothing answers',
      async () => signalDaemon(dir, 'kube-apiserver', 'SIGSTOP'),
      async () => {
        signalDaemon(dir, 'kube-apiserver', 'SIGCONT')
        await apiReady(dir)
      },
    ),
    'api-down': fault(
      'the API server is not running',
      () => endDaemons(dir, 'kube-apiserver'),
      async () => {
        if (!daemonRuns(dir, 'kube-apiserver')) await startApiserver(dir)
      },
    ),
  }
}

/** The faults of the lab's own management cluster. */
export const kubeFaults: Faults = { ...kubeFaultsOf(state('kube')), ...seedFaultsOf(state('kube')) }

const keystone = applications.find(({ name }) => name === 'keystone')
const keystoneVip = (keystone && vips(keystone)[0]) ?? ''

function fault(does: string, apply: () => Promise<void>, undo: () => Promise<void>): Fault {
  return { on: 'mgmt', does, apply, undo }
}
