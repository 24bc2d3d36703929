import { isCalled } from '../heard.ts'
import type { Element } from '../xml.ts'
import type { ClusterResource } from './cluster.ts'
import { notGood, resource as resourceStates } from './states.ts'

/** The nodes on which a resource may run. */
export interface Nodes {
  /** The members that are online. Nodes without a vote are not among them. */
  readonly online: readonly string[]
  /** How many nodes are offline, remote nodes included. */
  readonly offline: number
}

/**
 * The resources in one child of the XML element `resources`. In a clone or bundle, some instances are stopped because their node is offline or was
 * never meant to run them. These instances are left out.
 */
export function resourcesIn(element: Element, nodes: Nodes, isMaintained: boolean): readonly ClusterResource[] {
  const all = below(element).map(({ attributes, children }) => ({
    name: attributes.get('id') ?? '',
    states: notGood(isMaintained ? withoutManaged(attributes) : attributes, resourceStates),
    on: children.filter(({ name }) => name === 'node').map((node) => node.attributes.get('name') ?? ''),
  }))
  const excuse = excuses[element.name]
  if (excuse === undefined) return all
  // The instances of a clone that is globally unique are numbered: `ping:0`.
  const ofOneKind = [...Map.groupBy(all, ({ name }) => name.replace(/:\d+$/, '')).values()]
  const excused = new Set(ofOneKind.flatMap((alike) => alike.filter(isOnlyStopped).slice(0, excuse(alike, nodes))))
  return all.filter((one) => !excused.has(one))
}

type Instance = ClusterResource & { readonly on: readonly string[] }

function isOnlyStopped({ states: [only, ...more] }: ClusterResource): boolean {
  return only !== undefined && more.length === 0 && isCalled(only.heard, 'Stopped')
}

/**
 * How many stopped instances of one resource are excused. A clone lists an instance for every node, also for remote nodes that must not run it. For
 * each member that is online and runs no instance, one stopped instance is a fault; the others are excused. A bundle has an instance for each of its
 * own remote nodes: one is excused for each node that is offline.
 */
const excuses: Readonly<Record<string, (alike: readonly Instance[], nodes: Nodes) => number>> = {
  clone: (alike, { online }) => {
    const running = new Set(alike.filter((one) => !isOnlyStopped(one)).flatMap(({ on }) => on))
    return Math.max(0, alike.filter(isOnlyStopped).length - online.filter((name) => !running.has(name)).length)
  },
  bundle: (_, { offline }) => offline,
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
