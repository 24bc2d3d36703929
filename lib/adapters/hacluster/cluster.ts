import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Command, NotUnderstood } from '../command.ts'
import { type Element, xmlDocument } from '../xml.ts'

/** The cluster as one of its nodes sees it: after a split each half sees the other offline. */
export interface Cluster {
  readonly nodes: readonly ClusterNode[]
  readonly hasQuorum: boolean
}

export interface ClusterNode {
  /** The machine's hostname: `juju-ffe3b8-0-lxd-0`. */
  readonly name: string
  readonly isOnline: boolean
}

/** Root's or haclient's. As XML, whose form is the same since Pacemaker 2.0.3; the one for people changes. */
export function clusterSeenFrom(unit: string): Command<Cluster> {
  return {
    argv: ['crm_mon', '-1', '--output-as=xml'],
    sudo: true,
    // 102: Pacemaker does not run there. It is no answer of the cluster's, but tells why there is none.
    exits: [0, 102],
    parse: ({ exitCode, stdout, stderr }) => {
      const document = xmlDocument(stdout)
      if (document.name !== 'pacemaker-result') throw new NotUnderstood(`is about ${document.name}, wanted pacemaker-result`)
      // What it could not do it says inside, also with exit 0 and code 0.
      const errors = below(document, 'error')
      if (exitCode !== 0 || errors.length > 0) throw notRunning(unit, stdout, stderr)
      const nodes = childrenOf(document, 'nodes').map(nodeOf)
      if (nodes.length === 0) throw new NotUnderstood('names no node of the cluster')
      const [current] = below(document, 'current_dc')
      return { nodes, hasQuorum: flag(current, 'with_quorum') }
    },
  }
}

function nodeOf(element: Element): ClusterNode {
  const name = element.attributes.get('name')
  if (element.name !== 'node' || name === undefined) throw new NotUnderstood(`has a ${element.name} without a name among its nodes`)
  const isOnline = flag(element, 'online') && !flag(element, 'unclean')
  return { name, isOnline }
}

function flag(element: Element | undefined, name: string): boolean {
  const value = element?.attributes.get(name)
  if (value !== 'true' && value !== 'false') throw new NotUnderstood(`says nothing of ${name}`)
  return value === 'true'
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
