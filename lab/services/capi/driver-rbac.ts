import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Api } from '../kube/api.ts'
import { applyRbac } from '../kube/rbac.ts'

/** Gives the driver's own user exactly the rights that the driver needs. Safe to call again. */
export function bindDriver(api: Api): Promise<void> {
  return applyRbac(api, readFileSync(join(import.meta.dirname, 'driver-rbac.yaml'), 'utf8'))
}
