import { load } from 'js-yaml'
import type { Site } from '../phase/site.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { loadAccess } from '../transport/kube/kubeconfig.ts'
import { shellLine } from '../transport/question.ts'
import { type Check, checksOf, openMode, textOf } from './check.ts'

const { fine, wrong, none } = checksOf('kubeconfig')

export async function checkKubeconfig(mgmt: Pick<NonNullable<Site['mgmt']>, 'kubeconfig'> | undefined): Promise<readonly Check[]> {
  if (!mgmt) return [none('the site file names no management cluster')]
  const path = mgmt.kubeconfig
  try {
    const { server } = await loadAccess({ path, key: 'kube mgmt' })
    return [fine(`context ${contextIn(path)} at ${server.origin}, in ${path}`), ...mode(path)]
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    return [wrong(error.message, error.remedy ?? `correct ${path}`)]
  }
}

function mode(path: string): readonly Check[] {
  const found = openMode(path)
  return found === undefined
    ? []
    : [wrong(`${path} has mode ${found}: others may read the credential in it`, shellLine(['chmod', '600', path]))]
}

function contextIn(path: string): string {
  const read = textOf(path)
  const config = 'text' in read ? (load(read.text) as { readonly 'current-context'?: string }) : {}
  return config['current-context'] ?? 'unknown'
}
