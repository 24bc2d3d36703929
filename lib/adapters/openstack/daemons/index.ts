import { CouldNotLook } from '../../../transport/could-not-look.ts'
import { type Silent, silence } from '../../unit.ts'
import type { Openstack } from '../index.ts'
import { type Daemon, daemonLists } from './lists.ts'

export type { Daemon } from './lists.ts'

/** The answers of all services that keep a list of their daemons. `seen` and `silent` together have one entry for each service asked. */
export interface DaemonSweep {
  /** By type in the catalogue: `compute`. */
  readonly seen: readonly { readonly service: string; readonly daemons: readonly Daemon[] }[]
  readonly silent: readonly Silent[]
}

/** Asks each OpenStack service that keeps a list of its daemons for that list. Rejects with CouldNotLook only. */
export interface Daemons {
  sweep(): Promise<DaemonSweep>
}

export function createDaemons(openstack: Openstack): Daemons {
  return { sweep: () => daemonsOf(openstack) }
}

/** Asks every service in the catalogue that keeps a list of its daemons. When one does not answer, the answers of the others are still returned. */
async function daemonsOf(openstack: Openstack): Promise<DaemonSweep> {
  const catalogue = new Set((await openstack.catalogue()).map(({ type }) => type))
  // Some catalogues list Cinder both as `volumev3` and as `block-storage`. It is then asked only as `volumev3`.
  const offered = daemonLists.filter(({ service }) => catalogue.has(service) && !(service === 'block-storage' && catalogue.has('volumev3')))
  const looks = await Promise.allSettled(offered.map((one) => openstack.list(one)))
  const silent: Silent[] = []
  const seen: { service: string; daemons: readonly Daemon[] }[] = []
  for (const [i, { service }] of offered.entries()) {
    const look = looks[i]
    if (look?.status === 'fulfilled') seen.push({ service, daemons: newestOf(look.value) })
    else if (look?.reason instanceof CouldNotLook) silent.push(silence(service, look.reason))
    else throw look?.reason
  }
  return { seen, silent }
}

/**
 * Heat adds a row for every start of an engine, and keeps the row of an engine that was killed. So the rows of engines that are down are left out on
 * a host where an engine is up.
 */
function newestOf(daemons: readonly Daemon[]): readonly Daemon[] {
  const isHeats = ({ name }: Daemon) => name === 'heat-engine'
  const up = new Set(daemons.filter((one) => isHeats(one) && one.state.is === 'good').map(({ host }) => host))
  return daemons.filter((one) => !isHeats(one) || one.state.is !== 'bad' || !up.has(one.host))
}
