import { until } from '../../../host/run.ts'
import { signalKubelet } from '../../node/joined.ts'
import { nodeName } from '../../node/machine.ts'
import type { Api } from '../api.ts'
import { accepted, mergePatch, strategicMergePatch } from './accepted.ts'
import { now } from './time.ts'

/** The node that the lab's kubelet registers. */
export const mgmtNodePath = `/api/v1/nodes/${nodeName}`

/** Makes a Node without a kubelet. The Node lacks the time of a kubelet's report. It also states no capacity, so the scheduler gives it no pod. */
export async function seedNode(api: Api, name: string): Promise<void> {
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' }
  await accepted(api, 'POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } }, [201, 409])
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', lastTransitionTime: now() }
  await accepted(api, 'PATCH', `/api/v1/nodes/${name}/status`, { status: { conditions: [ready] } }, [200], mergePatch)
}

/**
 * Stops the kubelet of a cluster's node, and writes what the node lifecycle controller would write 40 seconds later: that controller does not run
 * here.
 */
export async function stopReporting(dir: string, api: Api): Promise<void> {
  signalKubelet(dir, 'SIGSTOP')
  const [reason, message] = ['NodeStatusUnknown', 'Kubelet stopped posting node status.']
  const ready = { type: 'Ready', status: 'Unknown', reason, message, lastTransitionTime: now() }
  await accepted(api, 'PATCH', `${mgmtNodePath}/status`, { status: { conditions: [ready] } }, [200], strategicMergePatch)
}

/** Resumes the stopped kubelet. Returns when the kubelet has reported that its node is Ready. */
export async function reportAgain(dir: string, api: Api): Promise<void> {
  signalKubelet(dir, 'SIGCONT')
  await until('the kubelet to report', async () => {
    const { body } = await api.send('GET', mgmtNodePath)
    const ready = body.status.conditions.find((one: { type: string }) => one.type === 'Ready')
    return ready?.status === 'True' ? undefined : `Ready is ${ready?.status}`
  })
}
