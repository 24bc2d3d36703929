import { until } from '../../host/run.ts'
import type { Api } from '../kube/api.ts'
import { importImage, pauseImage } from './containerd.ts'
import { lastLines, type Machine, nodeName } from './machine.ts'

/** The name of the image that pods ask for to run agnhost. The program itself is from the Kubernetes that is built here. */
export const agnhostImage = 'registry.k8s.io/e2e-test-images/agnhost:2.53'

/** Imports the images that the pods of a node run. `pause` and `agnhost`: paths of the programs for these images. */
export async function importPrograms(
  machine: Machine,
  { pause, agnhost }: { readonly pause: string; readonly agnhost: string },
): Promise<void> {
  await importImage(machine, { name: pauseImage, files: { pause }, entrypoint: ['/pause'] })
  await importAgnhost(machine, agnhost)
}

export function importAgnhost(machine: Machine, program: string): Promise<void> {
  return importImage(machine, { name: agnhostImage, files: { agnhost: program }, entrypoint: ['/agnhost'] })
}

/** Waits until a machine's kubelet has registered its node and calls it Ready. */
export async function nodeReady(machine: Machine, api: Api): Promise<void> {
  await until('the node to be Ready', async () => {
    const node = await api.send('GET', `/api/v1/nodes/${nodeName}`).catch((error: Error) => error.message)
    if (typeof node === 'string') return `the API server is out of reach: ${node}`
    const ready = node.body?.status?.conditions?.find((one: { type: string }) => one.type === 'Ready')
    const taints = (node.body?.spec?.taints ?? []).map((one: { key: string }) => one.key)
    if (ready?.status === 'True' && taints.length === 0) return undefined
    return `${ready ? `Ready is ${ready.status}: ${ready.message}` : 'it has not registered'}; taints: ${taints.join(', ')}; the end of the kubelet's log:\n${lastLines(machine, 'kubelet')}`
  })
}
