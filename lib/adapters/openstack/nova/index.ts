import type { Site } from '../../../phase/site.ts'
import type { Ask } from '../../../transport/ask.ts'
import { mgmtNodeOf, mgmtOf } from '../../../transport/mgmt-of.ts'
import { observe } from '../../command.ts'
import { ifSeen } from '../../if-seen.ts'
import type { JsonObject } from '../../json.ts'
import type { Openstack } from '../index.ts'
import { mustSeeAllProjects } from '../keystone/all-projects.ts'
import { type Project, projects } from '../keystone/projects.ts'
import { type RoleAssignment, roleAssignmentsOn } from '../keystone/role-assignments.ts'
import { networks } from '../neutron/networks.ts'
import { ports } from '../neutron/ports.ts'
import { inventoriesOf, providers } from '../placement/placement.ts'
import type { Resource } from '../resource.ts'
import { type Flavor, flavors } from './flavors.ts'
import { type ComputeHost, hostsWith, type Room, roomOn, type Size } from './hosts.ts'
import { hypervisors } from './hypervisors.ts'
import { type MgmtServer, mgmtServerIn, portsOf, type ServerPort } from './mgmt-server.ts'
import { networkCards } from './network-cards.ts'
import { type Server, servers } from './servers.ts'

export type { Project } from '../keystone/projects.ts'
export type { Flavor } from './flavors.ts'
export type { ComputeHost, Limit, Room, Size } from './hosts.ts'
export type { MgmtServer, ServerPort } from './mgmt-server.ts'
export type { Server } from './servers.ts'

/** Hosts, servers and the projects that own the servers, as nova, Placement, Neutron and Keystone report them. Rejects with CouldNotLook only. */
export interface Nova {
  /** The servers of all projects. */
  servers(): Promise<readonly Server[]>
  projects(): Promise<readonly Project[]>
  /** All flavours, including private ones. */
  flavors(): Promise<readonly Flavor[]>
  /** Every hypervisor that can have guests, with its inventories in Placement. */
  hosts(): Promise<readonly ComputeHost[]>
  /** For each hypervisor: how many servers of this size it still has room for. */
  roomFor(size: Size): Promise<readonly Room[]>
  mgmtServer(): Promise<MgmtServer>
  /**
   * Set until the site's `mgmt.bootGraceMinutes` have passed since nova last changed the management server, for example started it. `minutes`: whole
   * minutes since that change. `left`: minutes until the grace ends. Undefined when the site gives no grace, or when nova cannot say.
   */
  mgmtStarting(now: Date): Promise<{ readonly minutes: number; readonly left: number } | undefined>
  /** Neutron's ports of a server. */
  portsOf(server: Server): Promise<readonly ServerPort[]>
  /** The names of the management node's network cards, read over SSH. */
  mgmtCards(): Promise<readonly string[]>
  /** Who has which role on a project. A group's role is listed for each user in the group. */
  rolesOn(project: Project): Promise<readonly RoleAssignment[]>
}

export function createNova(ask: Ask, openstack: Openstack, site: Site): Nova {
  /**
   * Throws unless the login sees all projects. To any other login, Nova refuses the list. Neutron gives that login an incomplete list, with only
   * the login's own project.
   */
  const list = async <Row>(what: Resource<Row>) => {
    mustSeeAllProjects(await openstack.login())
    return openstack.list(what)
  }
  const hosts = async () => {
    const [listed, provided] = await Promise.all([list(hypervisors), list(providers)])
    const all = listed.filter(({ isBareMetal }) => !isBareMetal)
    const ofHosts = provided.filter(({ name }) => all.some((hypervisor) => hypervisor.name === name))
    return hostsWith(all, await Promise.all(ofHosts.map(async (one) => [one, await inventoriesOf(ask, one)] as const)))
  }
  const mgmtServer = async () => {
    const named = mgmtOf(site)
    const isTheirs = (record: JsonObject) => record.saysOther('name', named.server)
    return mgmtServerIn(named, ...(await Promise.all([list(projects), list({ ...servers, isTheirs })])))
  }
  return {
    servers: () => list(servers),
    projects: () => list(projects),
    flavors: () => list(flavors),
    hosts,
    roomFor: async (size) => (await hosts()).map((host) => roomOn(host, size)),
    mgmtServer,
    async mgmtStarting(now) {
      const grace = site.mgmt?.bootGraceMinutes
      if (grace === undefined) return undefined
      const found = await ifSeen(mgmtServer, undefined)
      const [server, ...more] = found?.servers ?? []
      if (server === undefined || more.length > 0) return undefined
      const minutes = Math.floor((now.getTime() - (server.updated ?? server.created).getTime()) / 60_000)
      return minutes < grace ? { minutes, left: grace - minutes } : undefined
    },
    async portsOf(server) {
      const isTheirs = (record: JsonObject) => record.saysOther('device_id', server.id)
      return portsOf(server, ...(await Promise.all([list({ ...ports, isTheirs }), list(networks)])))
    },
    mgmtCards: async () => observe(ask, mgmtNodeOf(site), networkCards),
    rolesOn: async ({ id }) => list(roleAssignmentsOn(id)),
  }
}
