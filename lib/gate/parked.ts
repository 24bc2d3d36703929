import type { Site } from '../phase/site.ts'
import type { Finding } from '../report/result.ts'
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

/** The clusters of Magnum that the site file calls parked. */
export interface ParkedAmong {
  /** By their ids in Magnum. A name of the site file may fit several clusters, of different projects: then all of them are here, and in `unclear`. */
  readonly uuids: ReadonlySet<string>
  /** The names that fit several clusters, so that it is not known which of these is parked. */
  readonly unclear: readonly Finding[]
  readonly notes: readonly string[]
}

export function parkedAmong(
  { workload }: Pick<Site, 'workload'>,
  clusters: readonly { readonly uuid: string; readonly name: string }[],
): ParkedAmong {
  const parked = workload.filter((one) => one.parked !== undefined)
  const fitting = parked.map(({ name, uuid }) => ({
    name,
    uuids: clusters.filter((one) => (uuid === undefined ? one.name === name : one.uuid === uuid)).map((one) => one.uuid),
  }))
  return {
    uuids: new Set(fitting.flatMap(({ uuids }) => uuids)),
    unclear: fitting
      .filter(({ uuids }) => uuids.length > 1)
      .map(({ name, uuids }) => ({
        at: name,
        saw: `${name} is the name of ${uuids.length} clusters of Magnum, ${uuids.join(' and ')}: add the uuid of the parked one to its entry under "workload" in the site file`,
      })),
    notes: parkedClusters({ workload }).notes,
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
