import { isCalled } from '../heard.ts'
import type { Element } from '../xml.ts'
import type { ClusterResource } from './cluster.ts'
import { notGood, resource as resourceStates } from './states.ts'

/** Resources of which every node runs one instance; a node that is off runs none. */
const onEveryNode = new Set(['clone', 'bundle'])

/**
 * The resources in one child of the XML element `resources`. In a clone or bundle, each resource may have one stopped instance per offline node.
 * These instances are left out, because the node is at fault. `offline`: the number of offline nodes, remote nodes included.
 */
export function resourcesIn(element: Element, offline: number, isMaintained: boolean): readonly ClusterResource[] {
  const all = below(element).map(({ attributes }) => ({
    name: attributes.get('id') ?? '',
    states: notGood(isMaintained ? withoutManaged(attributes) : attributes, resourceStates),
  }))
  if (!onEveryNode.has(element.name)) return all
  const isOnlyStopped = ({ states: [only, ...more] }: ClusterResource) =>
    only !== undefined && more.length === 0 && isCalled(only.heard, 'Stopped')
  const stopped = all.filter(isOnlyStopped)
  const ofOneKind = [...Map.groupBy(stopped, ({ name }) => name).values()].flatMap((alike) => alike.slice(0, offline))
  const excused = new Set(ofOneKind)
  return all.filter((one) => !excused.has(one))
}

/**
 * Leaves out the attribute `managed`. Maintenance makes resources unmanaged, and the maintenance is already reported once, for the cluster or the
 * node.
 */
function withoutManaged(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...attributes].filter(([key]) => key !== 'managed'))
}

/** Nodes that a resource is kept off: a command moved it away and the ban was never removed, or it failed there too often. */
export function keptOffIn(document: Element): readonly { readonly resource: string; readonly node: string; readonly why: string }[] {
  const bans = named(document, 'ban').map(({ attributes }) => ({
    resource: attributes.get('resource') ?? '',
    node: attributes.get('node') ?? '',
    id: attributes.get('id') ?? '',
  }))
  // `crm resource move` makes bans whose id begins with `cli-ban-`, and leaves them behind. Any other ban is part of the cluster's plan.
  const left = bans
    .filter(({ id }) => id.startsWith('cli-ban-'))
    .map(({ resource, node, id }) => ({ resource, node, why: `by ${id}, which a manual move left behind` }))
  const history = document.children.filter(({ name }) => name === 'node_history').flatMap((one) => named(one, 'node'))
  const failed = history.flatMap((node) =>
    named(node, 'resource_history')
      .map(({ attributes }) => ({
        resource: attributes.get('id') ?? '',
        node: node.attributes.get('name') ?? '',
        why: whyFailed(attributes.get('fail-count') ?? '', attributes.get('migration-threshold') ?? ''),
      }))
      .flatMap(({ why, ...at }) => (why === undefined ? [] : [{ ...at, why }])),
  )
  return [...left, ...failed]
}

/**
 * Why a resource with this fail-count may not run on a node; undefined when it may. A failed start makes the count infinite. Threshold 0: no limit.
 */
function whyFailed(count: string, threshold: string): string | undefined {
  if (/^(?:INFINITY|1000000)$/.test(count)) return 'because it failed to start there (fail-count INFINITY)'
  const isOver = /^[1-9]\d*$/.test(count) && /^[1-9]\d*$/.test(threshold) && Number(count) >= Number(threshold)
  return isOver ? `because it failed there as often as its migration-threshold allows (${count})` : undefined
}

function named(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((one) => [...(one.name === name ? [one] : []), ...named(one, name)])
}

function below(element: Element): readonly Element[] {
  return element.name === 'resource' ? [element] : element.children.flatMap(below)
}
