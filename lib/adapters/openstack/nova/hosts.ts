import { capacity, type Inventories, type Inventory, type Provider, type ResourceClass, timesFree } from '../placement/placement.ts'
import type { Hypervisor } from './hypervisors.ts'

/** A hypervisor, with its inventories in Placement. */
export interface ComputeHost {
  readonly hypervisor: Hypervisor
  /** Absent when Placement has no resource provider with the hypervisor's name. */
  readonly inventories?: Inventories
}

/** The resources that one server takes. */
export interface Size {
  readonly memoryMB: number
  readonly vcpus: number
  readonly diskGB: number
}

/** One resource, and how it limits the number of servers that still fit. */
export interface Limit {
  readonly resource: ResourceClass
  readonly capacity: number
  readonly used: number
  /** How many servers of the size fit if only this resource counts. */
  readonly times: number
}

/** How many servers of one size still fit on a host. */
export interface Room {
  readonly name: string
  readonly times: number
  /** Why the scheduler does not use the host at all; absent when it does. */
  readonly unused?: string
  /** The word for the host's state or status, when this suite does not know the word. Absent when both words are known. */
  readonly unheard?: string
  /**
   * The resources that a server of this size needs, but of which Placement has no inventory for this host. Empty when `unused` or `unheard` is
   * present.
   */
  readonly missing: readonly ResourceClass[]
  /** The tightest first. */
  readonly limits: readonly Limit[]
}

const classes: readonly (readonly [ResourceClass, keyof Size])[] = [
  ['MEMORY_MB', 'memoryMB'],
  ['VCPU', 'vcpus'],
  ['DISK_GB', 'diskGB'],
]

export function hostsWith(
  hypervisors: readonly Hypervisor[],
  provided: readonly (readonly [Provider, Inventories])[],
): readonly ComputeHost[] {
  const byName = new Map(provided.map(([provider, inventories]) => [provider.name, inventories]))
  return hypervisors.map((hypervisor) => {
    const inventories = byName.get(hypervisor.name)
    return inventories === undefined ? { hypervisor } : { hypervisor, inventories }
  })
}

export function roomOn({ hypervisor, inventories }: ComputeHost, size: Size): Room {
  const { name, state, status } = hypervisor
  const unheard = [state, status].find(({ is }) => is === 'unheard')
  if (unheard) return { name, times: 0, unheard: `${unheard.word}`, missing: [], limits: [] }
  const unused = whyUnused(hypervisor) ?? (isForPinned(inventories) ? 'all its processors are set aside for pinned guests' : undefined)
  if (unused !== undefined) return { name, times: 0, unused, missing: [], limits: [] }
  const wanted = classes.filter(([, key]) => size[key] > 0)
  const missing = wanted.filter(([resource]) => !inventories?.has(resource)).map(([resource]) => resource)
  const limits = wanted
    .flatMap(([resource, key]) => limitBy(resource, inventories?.get(resource), size[key]))
    .toSorted((a, b) => a.times - b.times)
  return { name, times: missing.length === 0 ? (limits[0]?.times ?? 0) : 0, missing, limits }
}

function whyUnused({ state, status, disabledReason }: Hypervisor): string | undefined {
  if (state.is !== 'good') return `it is ${state.word}`
  if (status.is === 'good') return undefined
  return `it is ${status.word}${disabledReason === undefined ? '' : `: ${disabledReason}`}`
}

/** With cpu_dedicated_set and no cpu_shared_set, nova gives Placement only PCPU of a host: no server that shares processors may run there. */
function isForPinned(inventories: Inventories | undefined): boolean {
  return inventories?.has('PCPU') === true && !inventories.has('VCPU')
}

function limitBy(resource: ResourceClass, of: Inventory | undefined, amount: number): readonly Limit[] {
  return of ? [{ resource, capacity: capacity(of), used: of.used, times: timesFree(of, amount) }] : []
}
