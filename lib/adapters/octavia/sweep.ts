import type { Amphora } from '../openstack/amphorae.ts'
import type { LoadBalancer } from '../openstack/load-balancers.ts'
import type { Server } from '../openstack/servers.ts'

/** Octavia's amphorae against nova's servers. */
export interface AmphoraSweep {
  readonly balancers: readonly LoadBalancer[]
  readonly amphorae: readonly Amphora[]
  /** Servers of all projects, whatever they are for. */
  readonly serversSeen: number
  /** Names of what Octavia is at work on: until it is done, neither side is right about the other. */
  readonly changing: readonly string[]
  /** Servers named as amphorae are, that no amphora of Octavia runs on. */
  readonly orphans: readonly (Server & { readonly why: string })[]
  /** Amphorae that Octavia believes in, without their server. */
  readonly bodiless: readonly Amphora[]
}

export function sweepOf(balancers: readonly LoadBalancer[], amphorae: readonly Amphora[], servers: readonly Server[]): AmphoraSweep {
  const living = amphorae.filter(({ status }) => status !== 'DELETED')
  const owned = new Set(living.flatMap(({ serverId }) => serverId ?? []))
  const there = new Set(servers.map(({ id }) => id))
  return {
    balancers,
    amphorae,
    serversSeen: servers.length,
    changing: [
      ...balancers.filter(({ provisioning }) => provisioning.startsWith('PENDING_')).map((one) => `${nameOf(one)} ${one.provisioning}`),
      ...amphorae.filter(({ status }) => /^(?:PENDING_|BOOTING$)/.test(status)).map(({ id, status }) => `amphora ${id} ${status}`),
    ],
    orphans: servers
      .filter(({ id, name }) => name.startsWith('amphora-') && !owned.has(id))
      .map((server) => ({ ...server, why: whyOrphan(server, amphorae) })),
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
