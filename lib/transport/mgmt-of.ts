import type { Site } from '../phase/site.ts'
import { CouldNotLook } from './could-not-look.ts'
import type { Target } from './question.ts'

/** The management cluster that the site names. Throws {@link CouldNotLook} where it names none: one cause for all gates that ask for it. */
export function mgmtOf(site: Site): NonNullable<Site['mgmt']> {
  if (site.mgmt) return site.mgmt
  throw new CouldNotLook('credential', 'site mgmt', `site ${site.name} does not name a management cluster`, {
    remedy: 'add mgmt, with kubeconfig, server and project, to the site file',
  })
}

/** The management node as an SSH target. Throws {@link CouldNotLook} where the site gives no address for it, or names no management cluster. */
export function mgmtNodeOf(site: Site): Target & { readonly address: string } {
  const { node } = mgmtOf(site)
  if (node !== undefined) return { name: 'capi-mgmt', address: node }
  throw new CouldNotLook('credential', 'site mgmt.node', `site ${site.name} does not say how to reach the management node by SSH`, {
    remedy: 'add the management node’s address to the site file as mgmt.node',
  })
}
