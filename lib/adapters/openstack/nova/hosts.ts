import { capacity, type Inventories, type Inventory, type Provider, type ResourceClass, timesFree } from '../placement/placement.ts'
import type { Hypervisor } from './hypervisors.ts'

/** A hypervisor, with what Placement gives out of it. */
export interface ComputeHost extends Hypervisor {
  /** Absent: Placement has no provider of that name. */
  readonly inventories?: Inventories
}

/** What one server takes. */
export interface Size {
  readonly memoryMB: number
  readonly vcpus: number
  readonly diskGB: number
}

/** One kind of thing, as it limits how many servers still fit. */
export interface Limit {
  readonly resource: ResourceClass
  readonly capacity: number
  readonly used: number
  /** How many servers of the size fit by this alone. */
  readonly times: number
}

/** How many servers of one size still fit on a host. */
export interface Room {
  readonly name: string
  readonly times: number
  /** Why the scheduler does not use it at all; absent when it does. */
  readonly unused?: string
  /** What Placement does not tell of it, as far as the size needs it. Of a host that is not used: nothing. */
  readonly untold: readonly ResourceClass[]
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
    return inventories === undefined ? hypervisor : { ...hypervisor, inventories }
  })
}

export function roomOn(host: ComputeHost, size: Size): Room {
  const unused = !host.isUp
    ? 'it is down'
    : host.isEnabled
      ? undefined
      : `it is disabled${host.disabledReason ? `: ${host.disabledReason}` : ''}`
  if (unused !== undefined) return { name: host.name, times: 0, unused, untold: [], limits: [] }
  const wanted = classes.filter(([, key]) => size[key] > 0)
  const untold = wanted.filter(([resource]) => !host.inventories?.has(resource)).map(([resource]) => resource)
  const limits = wanted
    .flatMap(([resource, key]) => limitBy(resource, host.inventories?.get(resource), size[key]))
    .toSorted((a, b) => a.times - b.times)
  return { name: host.name, times: untold.length === 0 ? (limits[0]?.times ?? 0) : 0, untold, limits }
}

function limitBy(resource: ResourceClass, of: Inventory | undefined, amount: number): readonly Limit[] {
  return of ? [{ resource, capacity: capacity(of), used: of.used, times: timesFree(of, amount) }] : []
}
