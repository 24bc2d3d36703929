import type { Hypervisor } from '../openstack/hypervisors.ts'
import { capacity, type Inventories, type Inventory, type Provider, type ResourceClass, timesFree } from '../openstack/placement.ts'

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

/** What of a size Placement does not tell of a host: empty when all is told. */
export function untold({ inventories }: ComputeHost, size: Size): readonly ResourceClass[] {
  return classes.filter(([name, key]) => size[key] > 0 && !inventories?.has(name)).map(([name]) => name)
}

/** How each kind of thing limits a host, the tightest first. All three count on the same host. */
export function limitsOf({ inventories }: ComputeHost, size: Size): readonly Limit[] {
  const limit = ([resource, key]: (typeof classes)[number]): Limit[] => {
    const of: Inventory | undefined = inventories?.get(resource)
    return of && size[key] > 0 ? [{ resource, capacity: capacity(of), used: of.used, times: timesFree(of, size[key]) }] : []
  }
  return classes.flatMap(limit).toSorted((a, b) => a.times - b.times)
}
