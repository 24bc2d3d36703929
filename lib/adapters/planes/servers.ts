import type { CapiMachine } from '../kube/machines.ts'
import type { MagnumCluster } from '../openstack/magnum/cluster.ts'
import type { Server } from '../openstack/nova/servers.ts'
import { type Pair, paired } from './pair.ts'

/**
 * A machine's name as the driver makes it: the cluster's own name, 12 characters, and what the machine is for, joined by hyphens. It ends in five
 * characters of Kubernetes' alphabet for random names (apimachinery, util/rand). The server names that Heat makes have 12 characters behind the
 * cluster's name too, but end otherwise: `legacy-a1b2c3d4e5f6-master-0`, `shop-web-k3m5p7q2r4t6`.
 */
const machineName = /^(?<cluster>[a-z0-9-]+-[a-z0-9]{12})-(?:.+-)?[bcdfghjklmnpqrstvwxz2456789]{5}$/

/**
 * Compares the Machines with their servers. A server that no Machine names counts only when its project owns clusters and its name has the form
 * of a machine's name. Other servers, such as those of Heat, are left out.
 */
export function machinesAndServers(
  machines: readonly CapiMachine[],
  servers: readonly Server[],
  projects: ReadonlySet<string>,
  now: Date,
): Pair {
  const joined = new Set(machines.flatMap(({ serverId }) => serverId ?? []))
  return paired(
    {
      things: machines,
      key: ({ serverId }) => serverId,
      overdue: (machine) => overdue(machine, now, 'no server of nova'),
      isSettled: ({ phase }) => phase !== 'Deleting',
      at: ({ namespace, name }) => `Machine ${namespace}/${name}`,
      lacks: ({ phase, serverId }) => `is ${phase}, and nova has no server ${serverId}`,
    },
    {
      things: servers.filter(({ id, name, projectId }) => joined.has(id) || (projects.has(projectId) && machineName.test(name))),
      key: ({ id }) => id,
      // CAPO names a server in its Machine only when the server is ACTIVE.
      isSettled: ({ isLeaving, created }) => !isLeaving && !isComing(created, now),
      at: ({ name, id }) => `nova server ${name} (${id})`,
      lacks: ({ name, state }) => `is ${state.word}, and no Machine of ${machineName.exec(name)?.groups?.cluster} runs on it`,
    },
  )
}

/** A server boots and joins within minutes; a server that has not joined after this long never will. */
const longestMinutes = 60

/** Whether a server or Node is so new that its Machine may not name it yet. */
export function isComing(createdAt: Date, now: Date): boolean {
  return +now - +createdAt < longestMinutes * 60_000
}

/**
 * The text of a finding about a Machine that names no server or no Node. `partner` says which: `no server of nova`. Undefined until the Machine is
 * `longestMinutes` old: before that, the server or Node may still come.
 */
export function overdue({ createdAt, phase }: CapiMachine, now: Date, partner: string): string | undefined {
  const minutes = Math.floor((+now - +createdAt) / 60_000)
  return isComing(createdAt, now) ? undefined : `is ${phase} and names ${partner}, ${minutes} minutes after it was made`
}

/** Ids of the projects that own clusters: from Magnum's list, and from the namespaces that Magnum's driver named after projects. */
export function projectsOf(clusters: readonly MagnumCluster[], machines: readonly CapiMachine[]): ReadonlySet<string> {
  return new Set([...clusters.map(({ projectId }) => projectId), ...machines.map(({ namespace }) => namespace.replace(/^magnum-/, ''))])
}
