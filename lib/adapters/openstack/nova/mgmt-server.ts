import type { Heard } from '../../heard.ts'
import type { Network } from '../index.ts'
import type { Project } from '../keystone/projects.ts'
import type { Port } from '../neutron/ports.ts'
import { mgmtServerStatus } from './mgmt-states.ts'
import type { Server } from './servers.ts'

/** A server that may be the management cluster's. */
export interface MgmtCandidate extends Server {
  readonly state: Heard
}

/** The server that the management cluster runs on, found by the name and the project in the site file. */
export interface MgmtServer {
  readonly name: string
  readonly project: string
  /** Whether Keystone knows a project with the name in `project`. Several domains may each have a project of the same name. */
  readonly hasProject: boolean
  /** The number of servers that nova listed, in all projects. */
  readonly seen: number
  /** All servers called `name` in `project`; nova lets several servers share a name. */
  readonly servers: readonly MgmtCandidate[]
  /** The names of other projects that have a server called `name`. */
  readonly elsewhere: readonly string[]
}

export interface ServerPort {
  readonly port: string
  /** Name of its network; absent when Neutron lists no such network. */
  readonly network?: string
  readonly addresses: readonly string[]
}

export function mgmtServerIn(
  { server: name, project }: { readonly server: string; readonly project: string },
  projects: readonly Project[],
  servers: readonly Server[],
): MgmtServer {
  const own = new Set(projects.filter((one) => one.name === project).map(({ id }) => id))
  const namesakes = servers.filter((server) => server.name === name)
  const others = namesakes.filter(({ projectId }) => !own.has(projectId))
  return {
    name,
    project,
    hasProject: own.size > 0,
    seen: servers.length,
    servers: namesakes
      .filter(({ projectId }) => own.has(projectId))
      .map((server) => ({ ...server, state: mgmtServerStatus.hear(`${server.state.word}`) })),
    elsewhere: others.map(({ projectId }) => projects.find(({ id }) => id === projectId)?.name ?? projectId),
  }
}

export function portsOf({ id }: Server, ports: readonly Port[], networks: readonly Network[]): readonly ServerPort[] {
  return ports
    .filter(({ deviceId }) => deviceId === id)
    .map(({ id: port, networkId, addresses }) => {
      const network = networks.find((one) => one.id === networkId)?.name
      return { port, addresses, ...(network === undefined ? {} : { network }) }
    })
}
