import type { Site } from '../phase/site.ts'

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
