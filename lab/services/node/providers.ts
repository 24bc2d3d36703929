import { until } from '../../host/run.ts'
import type { Api } from '../kube/api.ts'
import { accepted, mergePatch } from '../kube/seed/accepted.ts'
import { seedCrds } from '../kube/seed/crds.ts'
import { deploymentOf, podOf, programs } from '../kube/seed/programs.ts'
import { pauseImage, tagImage } from './containerd.ts'
import type { NodeLab } from './up.ts'

/**
 * Installs what phase 06 installs, on a real node with real controllers. Each provider's image is only `pause`, tagged with the provider's image
 * name, so the providers serve nothing.
 */
export async function installProviders({ machine, api }: NodeLab): Promise<void> {
  await seedCrds(api)
  for (const { image } of programs) await tagImage(machine, pauseImage, image)
  for (const program of programs) {
    const { namespace, podOnly } = program
    await accepted(api, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, [201, 409])
    if (podOnly) await accepted(api, 'POST', `/api/v1/namespaces/${namespace}/pods`, podOf(program), [201])
    else await accepted(api, 'POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, deploymentOf(program), [201])
  }
  await providersSettled(api, 'available')
}

/** Waits until the one replica of each provider's deployment is available or, for `unavailable`, is unavailable. */
export async function providersSettled(api: Api, as: 'available' | 'unavailable'): Promise<void> {
  const isSo = as === 'available' ? [1, 0] : [0, 1]
  await until(`the providers to be ${as}`, async () => {
    const found = await Promise.all(programs.filter(({ podOnly }) => !podOnly).map((one) => deployment(api, one.namespace, one.name)))
    const open = found.filter(
      ({ status }) => (status?.availableReplicas ?? 0) !== isSo[0] || (status?.unavailableReplicas ?? 0) !== isSo[1],
    )
    return open.length === 0 ? undefined : open.map(({ metadata, status }) => `${metadata.name}: ${JSON.stringify(status)}`).join('\n')
  })
}

/** A deployment as the API has it now. */
// biome-ignore lint/suspicious/noExplicitAny: objects of every kind, read by the lab only
export async function deployment(api: Api, namespace: string, name: string): Promise<any> {
  return (await api.send('GET', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`)).body
}

/** Changes the image of a deployment's only container, as `kubectl set image` does. */
export async function setImage(api: Api, namespace: string, name: string, image: string): Promise<void> {
  const template = { spec: { containers: [{ name: 'main', image }] } }
  await accepted(api, 'PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`, { spec: { template } }, [200], mergePatch)
}
