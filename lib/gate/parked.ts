import type { Site } from '../phase/site.ts'
import { notApplicable } from './channel.ts'

/** Workload clusters that are stopped on purpose, according to the site file. */
export interface ParkedClusters {
  /** By their names in Magnum. */
  readonly names: ReadonlySet<string>
  /** One sentence for each parked cluster: `demo is left out: it has been parked since 2026-11-01, winter`. */
  readonly notes: readonly string[]
}

export function parkedClusters({ workload }: Pick<Site, 'workload'>): ParkedClusters {
  const parked = workload.flatMap(({ name, parked }) => (parked ? [{ name, ...parked }] : []))
  return {
    names: new Set(parked.map(({ name }) => name)),
    notes: parked.map(({ name, since, reason }) => `${name} is left out: it has been parked since ${since}, ${reason}`),
  }
}

/** The parked clusters, for a gate that looks into the others. Skips the gate when there are no others: the site names none, or all are parked. */
export function parkedUnlessAll(site: Pick<Site, 'workload'>): ParkedClusters {
  if (site.workload.length === 0)
    throw notApplicable(
      'the site names no workload cluster to look into: add one to the list "workload" in the site file, with its kubeconfig',
    )
  const parked = parkedClusters(site)
  if (parked.names.size === site.workload.length) throw notApplicable(parked.notes.join('; '))
  return parked
}
