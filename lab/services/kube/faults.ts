import type { Fault, Faults } from '../../faults/fault.ts'
import { daemonRuns, endDaemons, signalDaemon } from '../../host/daemon.ts'
import { state } from '../../host/state.ts'
import { goodToken, writeKubeconfig } from './kubeconfig.ts'
import { type ProbeMode, setProbeMode } from './probe-mode.ts'
import { seedFaultsOf } from './seed/faults.ts'
import { apiReady, serverOf, startApiserver } from './up.ts'

/** The faults of one management cluster, by name. */
export function kubeFaultsOf(dir: string): Faults {
  return {
    'probe-timeout': probe(dir, 'timeout', 'the probe pod ends with TIMEOUT: nothing comes back to a pod from Keystone'),
    'probe-refused': probe(dir, 'refused', 'the probe pod ends with REFUSED: nobody listens on Keystone’s VIP'),
    'probe-image-pull': probe(dir, 'image-pull', 'the image of the probe pod cannot be pulled (ImagePullBackOff)'),
    'probe-unschedulable': probe(dir, 'unschedulable', 'no node takes the probe pod: the only one has the uninitialized taint'),
    'probe-never-runs': probe(dir, 'never', 'the probe pod is given a node and stays Pending'),
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

function probe(dir: string, mode: ProbeMode, does: string): Fault {
  return fault(
    does,
    async () => setProbeMode(dir, mode),
    async () => setProbeMode(dir, 'normal'),
  )
}

function fault(does: string, apply: () => Promise<void>, undo: () => Promise<void>): Fault {
  return { on: 'mgmt', does, apply, undo }
}
