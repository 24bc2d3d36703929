import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import type { Api } from './api.ts'

/** The user of the lab's kubeconfig. */
export const gatesUser = 'openstack-gates'

/** The fewest rights that `gatesUser` needs, as YAML for `kubectl apply -f -`. */
export const rbacManifest = readFileSync(join(import.meta.dirname, 'rbac.yaml'), 'utf8')

interface Rule {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

export async function applyRbac(api: Api, manifest = rbacManifest): Promise<void> {
  for (const rule of loadAll(manifest) as Rule[]) {
    const scope = rule.metadata.namespace ? `namespaces/${rule.metadata.namespace}/` : ''
    const path = `/apis/rbac.authorization.k8s.io/v1/${scope}${rule.kind.toLowerCase()}s`
    const { status, body } = await api.send('POST', path, rule)
    if (status !== 201 && status !== 409)
      throw new Error(`${rule.kind} ${rule.metadata.name} was answered ${status}: ${body?.message ?? body}`)
  }
}
