import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Command, NotUnderstood } from '../command.ts'
import { type Element, xmlDocument } from '../xml.ts'
import { keptOffIn, resourcesIn } from './resources.ts'
import { coordinator, node as nodeStates, notGood, options, type State } from './states.ts'

/** The cluster as one of its nodes sees it: after a split each half sees the other offline. */
export interface Cluster {
  /** The bad states that concern the whole cluster. Example: `has no designated coordinator (DC): no node moves the VIPs`. */
  readonly states: readonly State[]
  /** The members of the cluster. Nodes without a vote, such as the remote node of a bundle, are left out, because they may be off. */
  readonly nodes: readonly ClusterNode[]
  readonly resources: readonly ClusterResource[]
  /** Each resource that is kept off a node, such as `res_ks_242d562_vip` off `juju-ffe3b8-1-lxd-0`. `why` gives the reason. */
  readonly keptOff: ReturnType<typeof keptOffIn>
}

export interface ClusterNode {
  /** The machine's hostname: `juju-ffe3b8-0-lxd-0`. */
  readonly name: string
  /** The node's states that are not good, such as `offline`. Empty when all is well. */
  readonly states: readonly State[]
}

export interface ClusterResource {
  /** `res_ks_242d562_vip` */
  readonly name: string
  /** The resource's states that are not good, such as `role Stopped`. Empty when all is well. */
  readonly states: readonly State[]
}

/**
 * Only root and the group haclient may ask. The output is XML, whose form has been the same since Pacemaker 2.0.3; the output for people changes.
 */
export function clusterSeenFrom(unit: string): Command<Cluster> {
  return {
    argv: ['crm_mon', '-1', '--output-as=xml'],
    sudo: true,
    // 102: Pacemaker does not run on the unit. The output then has no state of the cluster, only the reason.
    exits: [0, 102],
    parse: ({ exitCode, stdout, stderr }) => {
      const document = xmlDocument(stdout)
      if (document.name !== 'pacemaker-result') throw new NotUnderstood(`is about ${document.name}, wanted pacemaker-result`)
      // crm_mon may report errors inside the document although it exits 0 and the status element has code 0.
      const errors = below(document, 'error')
      const codes = document.children.filter(({ name }) => name === 'status').map(({ attributes }) => attributes.get('code'))
      if (exitCode !== 0 || errors.length > 0 || codes.some((code) => code !== '0')) throw notRunning(unit, stdout, stderr)
      const nodes = childrenOf(document, 'nodes').map(nodeOf)
      const members = nodes.filter(({ isMember }) => isMember)
      if (members.length === 0) throw new NotUnderstood('names no node of the cluster')
      const states = statesOf(document)
      // During maintenance, unmanaged resources are not reported, because the maintenance itself is. The maintenance of a node without a vote is not
      // reported, so such a node does not count here.
      const isMaintained = [document, ...childrenOf(document, 'nodes').filter(hasVote)].some(isInMaintenance)
      const mayRun = {
        online: members.filter(({ isOffline }) => !isOffline).map(({ name }) => name),
        offline: nodes.filter(({ isOffline }) => isOffline).length,
      }
      return {
        states,
        nodes: members.map(({ name, states }) => ({ name, states })),
        resources: childrenOf(document, 'resources').flatMap((element) => resourcesIn(element, mayRun, isMaintained)),
        keptOff: keptOffIn(document),
      }
    },
  }
}

function statesOf(document: Element): readonly State[] {
  const [current] = below(document, 'current_dc')
  if (!current?.attributes.has('present')) throw new NotUnderstood('does not say whether the cluster has a designated coordinator (DC)')
  const ofDc = notGood(current.attributes, coordinator)
  if (ofDc.length === 0 && !current.attributes.has('with_quorum')) throw new NotUnderstood('says nothing of with_quorum')
  return [...ofDc, ...below(document, 'cluster_options').flatMap((one) => notGood(one.attributes, options))]
}

/**
 * Types of nodes that have no vote. crm_mon lists such nodes among the members. `remote`: a remote or guest node. `ping`: an address that is only
 * pinged.
 */
const withoutVote = new Set(['remote', 'ping'])

function nodeOf({ name: element, attributes }: Element) {
  const name = attributes.get('name')
  if (element !== 'node' || name === undefined) throw new NotUnderstood(`has a ${element} without a name among its nodes`)
  if (!attributes.has('online')) throw new NotUnderstood('says nothing of online')
  const isMember = hasVote({ attributes })
  return { name, isMember, isOffline: attributes.get('online') !== 'true', states: isMember ? notGood(attributes, nodeStates) : [] }
}

function hasVote({ attributes }: Pick<Element, 'attributes'>): boolean {
  return !withoutVote.has(attributes.get('type') ?? '')
}

/** Whether the cluster as a whole, or one node, is in maintenance. */
function isInMaintenance(element: Element): boolean {
  return (
    element.attributes.get('maintenance') === 'true' ||
    below(element, 'cluster_options').some((one) => one.attributes.get('maintenance-mode') === 'true')
  )
}

function childrenOf(document: Element, name: string): readonly Element[] {
  return document.children.filter((one) => one.name === name).flatMap((one) => one.children)
}

function below(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((one) => [...(one.name === name ? [one] : []), ...below(one, name)])
}

function notRunning(unit: string, stdout: string, stderr: string): CouldNotLook {
  const [, said = stderr.trim()] = /<error>([^<]*)<\/error>/.exec(stdout) ?? []
  return new CouldNotLook('unreachable', `pacemaker ${unit}`, `${unit}: Pacemaker does not answer: ${said.slice(0, 300)}`, {
    remedy: `systemctl status pacemaker corosync  # on ${unit}`,
  })
}
