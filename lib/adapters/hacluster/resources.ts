import { isCalled } from '../heard.ts'
import type { Element } from '../xml.ts'
import type { ClusterResource } from './cluster.ts'
import { notGood, resource as resourceStates } from './states.ts'

/** Of these each node runs one: a node that is off has none to run. */
const onEveryNode = new Set(['clone', 'bundle'])

/**
 * The resources of one element below `resources`, groups and clones among them. Of a clone as many may be stopped as there are nodes offline,
 * remote ones included: the node is what is wrong then.
 */
export function resourcesIn(element: Element, offline: number): readonly ClusterResource[] {
  const all = below(element).map(({ attributes }) => ({ name: attributes.get('id') ?? '', states: notGood(attributes, resourceStates) }))
  if (!onEveryNode.has(element.name)) return all
  const isOnlyStopped = ({ states: [only, ...more] }: ClusterResource) =>
    only !== undefined && more.length === 0 && isCalled(only.heard, 'Stopped')
  const stopped = all.filter(isOnlyStopped)
  const ofOneKind = [...Map.groupBy(stopped, ({ name }) => name).values()].flatMap((alike) => alike.slice(0, offline))
  const excused = new Set(ofOneKind)
  return all.filter((one) => !excused.has(one))
}

function below(element: Element): readonly Element[] {
  return element.name === 'resource' ? [element] : element.children.flatMap(below)
}
