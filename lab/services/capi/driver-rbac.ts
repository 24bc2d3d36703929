import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import type { Api } from '../kube/api.ts'
import { applyRbac } from '../kube/rbac.ts'

const manifest = readFileSync(join(import.meta.dirname, 'driver-rbac.yaml'), 'utf8')

/** Gives the driver's own user exactly the rights that the driver needs. Safe to call again. */
export function bindDriver(api: Api): Promise<void> {
  return applyRbac(api, manifest)
}

/** Sets the rules of the driver's role: `needed` for those of the manifest, `all` for one that allows everything. */
export async function setDriverRules(api: Api, which: 'needed' | 'all'): Promise<void> {
  const [role] = loadAll(manifest) as { readonly metadata: { readonly name: string } }[]
  const rules = which === 'all' ? { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] } : {}
  const path = `/apis/rbac.authorization.k8s.io/v1/clusterroles/${role?.metadata.name}`
  const { status, body } = await api.send('PUT', path, { ...role, ...rules })
  if (status !== 200) throw new Error(`the driver's role was answered ${status}: ${body?.message ?? body}`)
}
