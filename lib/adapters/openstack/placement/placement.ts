import type { Ask } from '../../../transport/ask.ts'
import { uuid } from '../../../transport/names.ts'
import { describe, type GetQuestion } from '../../../transport/question.ts'
import { NotUnderstood, understood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'
import { documentOf } from '../document.ts'
import type { Resource } from '../resource.ts'

/** One resource that a host offers, such as MEMORY_MB. */
export interface Inventory {
  readonly total: number
  /** Kept for the host itself. */
  readonly reserved: number
  readonly ratio: number
  readonly minUnit: number
  /** The most of this resource that one server can have. */
  readonly maxUnit: number
  readonly stepSize: number
  readonly used: number
}

export type ResourceClass = 'MEMORY_MB' | 'VCPU' | 'DISK_GB'

export interface Provider {
  readonly id: string
  /** The name of the provider: `openstack0.maas` for a hypervisor. Not every provider is a hypervisor. */
  readonly name: string
}

export const providers: Resource<Provider> = {
  service: 'placement',
  path: '/resource_providers',
  key: 'resource_providers',
  row: (record) => ({ id: record.text('uuid'), name: record.text('name') }),
}

/** The inventories by resource class. A class that the provider does not have is absent: with Ceph, another provider may have the disk. */
export type Inventories = ReadonlyMap<string, Inventory>

export async function inventoriesOf(ask: Ask, { id }: Provider): Promise<Inventories> {
  const provider = `/resource_providers/${uuid.inUrl(id, 'placement GET /resource_providers')}`
  const below = (what: string): GetQuestion => ({ kind: 'get', on: { name: 'placement' }, path: `${provider}/${what}` })
  const [stock, usages] = await Promise.all([
    documentOf(ask, below('inventories'), (document) => document.objects('inventories')),
    documentOf(ask, below('usages'), (document) => document.object('usages')),
  ])
  return understood(describe(below('inventories')), () => new Map(stock.map(([name, of]) => [name, inventory(of, usages.integer(name))])))
}

function inventory(of: JsonObject, used: number): Inventory {
  const ratio = of.own('allocation_ratio')
  if (typeof ratio !== 'number') throw new NotUnderstood(`${of.at}.allocation_ratio: wanted a number, got ${JSON.stringify(ratio)}`)
  return {
    total: of.integer('total'),
    reserved: of.integer('reserved'),
    ratio,
    minUnit: of.integer('min_unit'),
    maxUnit: of.integer('max_unit'),
    stepSize: of.integer('step_size'),
    used,
  }
}

/**
 * The capacity that the scheduler assumes for a host. A total of 32768, of which 8192 are reserved, and a ratio of 1.5 give 36864
 * (placement/objects/inventory.py).
 */
export function capacity({ total, reserved, ratio }: Inventory): number {
  return Math.trunc((total - reserved) * ratio)
}

/** How many more times `amount` fits. 0 when the inventory's smallest unit, largest unit or step forbids `amount` for a single server. */
export function timesFree(inventory: Inventory, amount: number): number {
  const { minUnit, maxUnit, stepSize, used } = inventory
  if (amount === 0) return Number.POSITIVE_INFINITY
  if (amount < minUnit || amount > maxUnit || amount % stepSize !== 0) return 0
  return Math.max(0, Math.floor((capacity(inventory) - used) / amount))
}
