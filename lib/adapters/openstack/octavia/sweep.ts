import type { Server } from '../nova/servers.ts'
import type { Amphora } from './amphorae.ts'
import type { LoadBalancer } from './load-balancers.ts'

/** Octavia's amphorae against nova's servers. */
export interface AmphoraSweep {
  readonly balancers: readonly LoadBalancer[]
  readonly amphorae: readonly Amphora[]
  /** Servers of all projects, whatever they are for. */
  readonly serversSeen: number
  /** Names of what Octavia is at work on: until it is done, neither side is right about the other. */
  readonly changing: readonly string[]
  /** Servers named as amphorae are, in Octavia's own project, that no amphora of Octavia runs on. */
  readonly orphans: readonly Orphan[]
  /** Amphorae that Octavia believes in, without their server. */
  readonly bodiless: readonly Amphora[]
}

export interface Orphan extends Server {
  readonly why: string
  /** Proven to be Octavia's: by its project, or by Octavia's own record of it. False while no amphora shows which project that is. */
  readonly isOctavias: boolean
}

/** Octavia names a server after the amphora's id; a tenant may call one `amphora-image-builder`. */
const amphoraName = /^amphora-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export function sweepOf(balancers: readonly LoadBalancer[], amphorae: readonly Amphora[], servers: readonly Server[]): AmphoraSweep {
  const living = amphorae.filter(({ status }) => status !== 'DELETED')
  const owned = new Set(living.flatMap(({ serverId }) => serverId ?? []))
  const there = new Set(servers.map(({ id }) => id))
  const known = new Set(amphorae.map(({ id }) => id))
  const projects = new Set(servers.filter(({ id }) => owned.has(id)).map(({ projectId }) => projectId))
  const isRecorded = ({ name }: Server) => known.has(amphoraName.exec(name)?.[1] ?? '')
  const isOctavias = (server: Server) => projects.has(server.projectId) || isRecorded(server)
  return {
    balancers,
    amphorae,
    serversSeen: servers.length,
    changing: [
      ...balancers.filter(({ provisioning }) => provisioning.is === 'waiting').map((one) => `${nameOf(one)} ${one.provisioning.word}`),
      ...amphorae.filter(({ status }) => /^(?:PENDING_|BOOTING$)/.test(status)).map(({ id, status }) => `amphora ${id} ${status}`),
    ],
    orphans: servers
      .filter((server) => amphoraName.test(server.name) && !owned.has(server.id) && (projects.size === 0 || isOctavias(server)))
      .map((server) => ({ ...server, why: whyOrphan(server, amphorae), isOctavias: isOctavias(server) })),
    bodiless: living.filter(({ status, serverId }) => isSettled(status) && (serverId === undefined || !there.has(serverId))),
  }
}

/** `demo-kubeapi`, or the id of one without a name. */
export function nameOf({ name, id }: LoadBalancer): string {
  return name === '' ? id : name
}

function isSettled(status: string): boolean {
  return status === 'ALLOCATED' || status === 'READY'
}

/** Octavia names the server after the amphora it makes it for. */
function whyOrphan({ id, name }: Server, amphorae: readonly Amphora[]): string {
  const maker = amphorae.find((amphora) => name === `amphora-${amphora.id}`)
  if (!maker) return 'Octavia has no amphora of that name'
  if (maker.status === 'DELETED') return 'Octavia has deleted its amphora'
  return maker.serverId === undefined
    ? `its amphora is ${maker.status} and knows of no server`
    : `its amphora is ${maker.status} on server ${maker.serverId}, not on ${id}`
}
