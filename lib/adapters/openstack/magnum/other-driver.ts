import type { Image } from '../glance/images.ts'
import type { MagnumCluster } from './cluster.ts'
import type { Template } from './templates.ts'

/**
 * The values of os_distro for which Magnum chooses a driver other than magnum-capi-helm (`provides` in magnum/drivers/<driver>/driver.py).
 * magnum-capi-helm takes ubuntu and flatcar.
 */
const distrosOfOthers: ReadonlySet<string> = new Set(['fedora-coreos', 'fedora-atomic', 'fedora', 'coreos'])

/** Heat identifies a stack by a UUID, but our driver makes up a name: `demo-x7k2p4q9w1zt`. */
const heatStack = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The clusters or templates of this driver, and the names of those that are left out because they are another driver's. */
export interface Own<Thing> {
  readonly own: readonly Thing[]
  readonly leftOut: readonly string[]
}

/**
 * Whether a template is another driver's: the site does not list the template, its image has no kube_version, and the image's os_distro is one that
 * another driver serves. A wrong os_distro alone is not enough.
 */
export function isOthers(template: Template, images: readonly Image[], listed: readonly string[]): boolean {
  if (listed.includes(template.name) || listed.includes(template.uuid)) return false
  const found = images.filter(({ id, name }) => id === template.image || name === template.image)
  return (
    found.length > 0 &&
    found.every(({ kubeVersion, osDistro }) => kubeVersion === undefined && distrosOfOthers.has(osDistro?.toLowerCase() ?? ''))
  )
}

export function ownTemplates(
  templates: readonly Template[],
  images: readonly Image[],
  listed: readonly string[],
): Own<Template> & { readonly others: readonly Template[] } {
  const others = templates.filter((template) => isOthers(template, images, listed))
  return { others, own: templates.filter((template) => !others.includes(template)), leftOut: others.map(({ name, uuid }) => name || uuid) }
}

/**
 * Whether the cluster's stack_id has the form of a Heat stack's id. A cluster without that form is magnum-capi-helm's, whatever its template says.
 * With that form, the template decides.
 */
export function isHeats({ stackId }: Pick<MagnumCluster, 'stackId'>): boolean {
  return stackId !== undefined && heatStack.test(stackId)
}

export function ownClusters(clusters: readonly MagnumCluster[], othersTemplates: readonly Template[]): Own<MagnumCluster> {
  const ids = new Set(othersTemplates.map(({ uuid }) => uuid))
  const others = clusters.filter((cluster) => isHeats(cluster) && ids.has(cluster.templateId))
  return { own: clusters.filter((cluster) => !others.includes(cluster)), leftOut: others.map(({ name }) => name) }
}
