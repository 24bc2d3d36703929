import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sweepTestFolders, testFolder } from '../../host/test-folders.ts'
import { joinNode } from '../node/joined.ts'
import { nodeName } from '../node/machine.ts'
import { type Api, adminApi } from './api.ts'
import { seedNode } from './seed/node.ts'
import { kubeDown, kubeUp } from './up.ts'

/** A management cluster for one test file: its own folder and address, beside whatever lab is up. */
export interface TestLab {
  readonly dir: string
  readonly kubeconfig: string
  readonly api: Api
  /** Names of the pods in a namespace. */
  pods(namespace?: string): Promise<readonly string[]>
  /** A copy of the kubeconfig with something changed; returns its path. */
  // biome-ignore lint/suspicious/noExplicitAny: tests break it in every way
  variant(name: string, change: (config: any) => void): Promise<string>
  down(): Promise<void>
}

/** With `by hand`, the cluster's node is only an object of the API, and runs nothing. */
export async function startTestLab(node: 'real' | 'by hand' = 'by hand'): Promise<TestLab> {
  await sweepTestFolders('kube', kubeDown)
  const dir = testFolder('kube')
  const { kubeconfig } = await kubeUp(dir, { address: `127.0.7.${2 + (process.pid % 250)}` })
  const api = adminApi(dir)
  await (node === 'real' ? joinNode(dir) : seedNode(api, nodeName))
  return {
    dir,
    kubeconfig,
    api,
    async pods(namespace = 'default') {
      const { body } = await api.send('GET', `/api/v1/namespaces/${namespace}/pods`)
      return (body.items as { metadata: { name: string } }[]).map((pod) => pod.metadata.name)
    },
    async variant(name, change) {
      const config = JSON.parse(await readFile(kubeconfig, 'utf8'))
      change(config)
      const path = join(dir, name)
      await writeFile(path, JSON.stringify(config), { mode: 0o600 })
      return path
    },
    down: () => kubeDown(dir),
  }
}
