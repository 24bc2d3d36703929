import type { Image } from '../glance/images.ts'
import type { MagnumCluster } from './cluster.ts'
import type { Template } from './templates.ts'

/**
 * What other drivers of Magnum build from, by the os_distro they are chosen by (magnum/drivers/<driver>/driver.py, provides). Ours takes ubuntu
 * and flatcar.
 */
const distrosOfOthers: ReadonlySet<string> = new Set(['fedora-coreos', 'fedora-atomic', 'fedora', 'coreos'])

/** Heat names a stack by a UUID; our driver makes a name up: `demo-x7k2p4q9w1zt`. */
const heatStack = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Clusters and templates of this driver, and the names of those that are left out because another driver's they are. */
export interface Own<Thing> {
  readonly own: readonly Thing[]
  readonly leftOut: readonly string[]
}

/**
 * A template is another driver's only when three things say so: the site does not list it, its image has no kube_version, and its os_distro is
 * one that another driver serves. A wrong os_distro on an image of ours stays ours.
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

/** A cluster that might be another driver's: only then is it worth to look at its template. */
export function isHeats({ stackId }: Pick<MagnumCluster, 'stackId'>): boolean {
  return stackId !== undefined && heatStack.test(stackId)
}

export function ownClusters(clusters: readonly MagnumCluster[], othersTemplates: readonly Template[]): Own<MagnumCluster> {
  const ids = new Set(othersTemplates.map(({ uuid }) => uuid))
  const others = clusters.filter((cluster) => isHeats(cluster) && ids.has(cluster.templateId))
  return { own: clusters.filter((cluster) => !others.includes(cluster)), leftOut: others.map(({ name }) => name) }
}
