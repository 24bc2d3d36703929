import type { Server } from '../nova/servers.ts'
import type { Amphora } from './amphorae.ts'
import type { LoadBalancer } from './load-balancers.ts'
import { makesAmphorae } from './states.ts'

/** Octavia's amphorae against nova's servers. */
export interface AmphoraSweep {
  readonly balancers: readonly LoadBalancer[]
  /** The load balancers whose provider makes amphorae for them. */
  readonly withAmphorae: readonly LoadBalancer[]
  readonly amphorae: readonly Amphora[]
  /** The number of servers in all projects, whatever they are for. */
  readonly serversSeen: number
  /**
   * Load balancers and amphorae that Octavia is changing, without those whose change has already taken too long. Until the change is done, the lists
   * of Octavia and nova may differ.
   */
  readonly atWork: readonly Reported[]
  /** Amphorae that Octavia has been changing for longer than a change may take. */
  readonly stuck: readonly Reported[]
  /** Amphorae that Octavia has given up. */
  readonly failed: readonly Amphora[]
  /** Load balancers and amphorae that Octavia reports in a state that the gates do not know. */
  readonly unheard: readonly Reported[]
  /**
   * Servers that are named like an amphora, but on which no amphora runs. A server outside Octavia's project counts only if Octavia has a record of
   * it. While no amphora's server shows which project is Octavia's, servers of every project count.
   */
  readonly orphans: readonly Orphan[]
  /** Amphorae that Octavia reports as good, but whose server does not exist. Leaves out the amphorae of a load balancer that Octavia is changing. */
  readonly bodiless: readonly Amphora[]
  /** Amphorae that Octavia reports as good, with the server that each runs on. */
  readonly embodied: readonly Embodied[]
  /** Faults within Octavia's own lists: load balancers without an amphora or with only one of a pair, and amphorae without a load balancer. */
  readonly halves: readonly Reported[]
  /** Amphorae whose certificate has ended: Octavia can no longer talk to them. */
  readonly expired: readonly Amphora[]
}

export interface Reported {
  /** `amphora 5f501e64-…` */
  readonly at: string
  /** `BOOTING for 5760 min` */
  readonly saw: string
}

export interface Orphan {
  readonly server: Server
  readonly why: string
  /**
   * Whether the server is proven to be Octavia's: it is in Octavia's project, or Octavia has a record of it. While no amphora shows
   * which project is Octavia's, only the record counts.
   */
  readonly isOctavias: boolean
}

export interface Embodied {
  readonly amphora: Amphora
  readonly server: Server
}

export interface SweepParts {
  readonly balancers: readonly LoadBalancer[]
  readonly amphorae: readonly Amphora[]
  readonly servers: readonly Server[]
}

/** The current time, and how long a change in Octavia may take. */
export interface Patience {
  readonly now: Date
  readonly pendingMinutes: number
}

/** Octavia names a server `amphora-<id of the amphora>`. The id is required: a tenant may call a server `amphora-image-builder`. */
const amphoraName = /^amphora-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export function sweepOf({ balancers, amphorae, servers }: SweepParts, patience: Patience): AmphoraSweep {
  const living = amphorae.filter(({ isForgotten }) => !isForgotten)
  const believed = living.filter(({ state }) => state.is === 'good')
  const serverOf = ({ serverId }: Amphora) => servers.find(({ id }) => id === serverId)
  const changing = living.filter(({ state }) => state.is === 'waiting')
  const isLong = (one: Amphora) => one.changed !== undefined && minutesSince(one.changed, patience) > patience.pendingMinutes
  const work = changing.map((one) => ({
    reported: { at: `amphora ${one.id}`, saw: lasting(`${one.state.word}`, one.changed, patience) },
    isLong: isLong(one),
  }))
  const pending = balancers.filter(
    ({ provisioning, changed }) => provisioning.is === 'waiting' && minutesSince(changed, patience) <= patience.pendingMinutes,
  )
  const atWork = [
    ...pending.map((one) => ({ at: `load balancer ${nameOf(one)}`, saw: lasting(`${one.provisioning.word}`, one.changed, patience) })),
    ...work.filter(({ isLong }) => !isLong).map(({ reported }) => reported),
  ]
  const embodied = believed.flatMap((amphora) => {
    const server = serverOf(amphora)
    return server ? [{ amphora, server }] : []
  })
  return {
    balancers,
    withAmphorae: balancers.filter(({ provider }) => makesAmphorae(provider)),
    amphorae,
    serversSeen: servers.length,
    atWork,
    stuck: work.filter(({ isLong }) => isLong).map(({ reported }) => reported),
    failed: living.filter(({ state }) => state.is === 'bad'),
    unheard: [
      ...balancers
        .filter(({ provisioning }) => provisioning.is === 'unheard')
        .map((one) => ({ at: `load balancer ${nameOf(one)}`, saw: `${one.provisioning.word}` })),
      ...living.filter(({ state }) => state.is === 'unheard').map(({ id, state }) => ({ at: `amphora ${id}`, saw: `${state.word}` })),
    ],
    orphans: orphansOf({ balancers, amphorae, servers }, atWork.length > 0, patience),
    halves: halvesOf(balancers, living),
    expired: believed.filter(({ certificateEnds }) => certificateEnds !== undefined && certificateEnds <= patience.now),
    bodiless: believed.filter((one) => !serverOf(one) && !pending.some(({ id }) => id === one.loadBalancerId)),
    embodied,
  }
}

/**
 * Leaves out load balancers that are switched off. Also leaves out those that are being changed or have failed: the gate loadbalancers-settled judges
 * these.
 */
function halvesOf(balancers: readonly LoadBalancer[], living: readonly Amphora[]): readonly Reported[] {
  const of = (id: string) => living.filter(({ loadBalancerId }) => loadBalancerId === id)
  const settled = balancers.filter(
    ({ provider, provisioning, isEnabled }) => makesAmphorae(provider) && provisioning.is === 'good' && isEnabled,
  )
  const bare = settled.filter(({ id }) => of(id).length === 0)
  const alone = settled.filter(({ id }) => of(id).length === 1 && of(id).every(({ role }) => role === 'MASTER' || role === 'BACKUP'))
  const ownerless = living.filter(({ isAllocated, loadBalancerId }) => isAllocated && loadBalancerId === undefined)
  return [
    ...bare.map((one) => ({
      at: `load balancer ${nameOf(one)}`,
      saw: `${one.provisioning.word}, but Octavia has no amphora for this load balancer`,
    })),
    ...alone.map((one) => ({
      at: `load balancer ${nameOf(one)}`,
      saw: `has only the ${of(one.id)[0]?.role} of a pair of amphorae: no other amphora can take over`,
    })),
    ...ownerless.map(({ id, state }) => ({ at: `amphora ${id}`, saw: `${state.word}, and belongs to no load balancer` })),
  ]
}

/** `demo-kubeapi`; for a load balancer without a name, its id. */
function nameOf({ name, id }: LoadBalancer): string {
  return name === '' ? id : name
}

function orphansOf({ amphorae, servers }: SweepParts, isAtWork: boolean, patience: Patience): readonly Orphan[] {
  const owned = new Set(amphorae.filter(({ isForgotten }) => !isForgotten).flatMap(({ serverId }) => serverId ?? []))
  const known = new Set(amphorae.map(({ id }) => id))
  const projects = new Set(servers.filter(({ id }) => owned.has(id)).map(({ projectId }) => projectId))
  const isRecorded = ({ name }: Server) => known.has(amphoraName.exec(name)?.[1] ?? '')
  const isOctavias = (server: Server) => projects.has(server.projectId) || isRecorded(server)
  /** While Octavia is changing something, a new server may be one that it has just created. */
  const maySoonBeOwned = ({ created }: Server) => isAtWork && minutesSince(created, patience) <= patience.pendingMinutes
  return servers
    .filter((server) => amphoraName.test(server.name) && !owned.has(server.id) && (projects.size === 0 || isOctavias(server)))
    .filter((server) => !maySoonBeOwned(server))
    .map((server) => ({ server, why: whyOrphan(server, amphorae), isOctavias: isOctavias(server) }))
}

function whyOrphan({ id, name }: Server, amphorae: readonly Amphora[]): string {
  const maker = amphorae.find((amphora) => name === `amphora-${amphora.id}`)
  if (!maker) return 'Octavia has no amphora of that name'
  if (maker.isForgotten) return 'Octavia has deleted its amphora'
  return maker.serverId === undefined
    ? `its amphora is ${maker.state.word} and has no server on record`
    : `its amphora is ${maker.state.word}, but Octavia records ${maker.serverId} as the server of that amphora, not ${id}`
}

function minutesSince(then: Date, { now }: Patience): number {
  return Math.floor((now.getTime() - then.getTime()) / 60_000)
}

function lasting(word: string, changed: Date | undefined, patience: Patience): string {
  if (changed === undefined) return word
  const minutes = minutesSince(changed, patience)
  return minutes < -1
    ? `${word}, last change dated ${-minutes} min in the future: the clock here or Octavia’s is wrong`
    : `${word} for ${minutes} min`
}
