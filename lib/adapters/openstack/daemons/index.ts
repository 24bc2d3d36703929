import { CouldNotLook } from '../../../transport/could-not-look.ts'
import { ifSeen } from '../../if-seen.ts'
import type { Juju, JujuStatus } from '../../juju/index.ts'
import { type Silent, silence } from '../../unit.ts'
import type { Openstack } from '../index.ts'
import { type Daemon, daemonLists } from './lists.ts'
import { isOfGoneChassis, isRemoved } from './removed.ts'

/** An entry in the list of a service. */
export interface Listed extends Daemon {
  /**
   * Why only the entry is left of a daemon that no longer reports: `Juju has removed its container`, where another daemon of its kind is up, `OVN has
   * deleted its chassis, …`, or `nova has had no such daemon since Train`. Absent for every other daemon.
   */
  readonly staleBecause?: string
}

/** The answers of all services that keep a list of their daemons. `seen` and `silent` together have one entry for each service asked. */
export interface DaemonSweep {
  /** By type in the catalogue: `compute`. */
  readonly seen: readonly { readonly service: string; readonly daemons: readonly Listed[] }[]
  readonly silent: readonly Silent[]
}

/** Asks each OpenStack service that keeps a list of its daemons for that list. Rejects with CouldNotLook only. */
export interface Daemons {
  sweep(): Promise<DaemonSweep>
}

export function createDaemons(openstack: Openstack, juju: Pick<Juju, 'status'>): Daemons {
  return {
    sweep: async () => {
      const { seen, silent } = await daemonsOf(openstack)
      const isAnyDown = seen.some(({ daemons }) => daemons.some(isDown))
      const model = isAnyDown ? await modelOf(juju) : { machines: [], units: [] }
      return { seen: seen.map(({ service, daemons }) => ({ service, daemons: listed(daemons, model) })), silent }
    },
  }
}

/** Daemons that nova no longer has: it dropped the last of them, nova-consoleauth, in Train. An upgrade leaves their entries. */
const retired = /^nova-(?:cells|cert|console|consoleauth|network)$/

type Model = Pick<JujuStatus, 'machines' | 'units'>

function listed(daemons: readonly Daemon[], model: Model): readonly Listed[] {
  const living = daemons.filter(({ state }) => state.is === 'good')
  const up = new Set(living.map(({ name }) => name))
  const chassis = living.filter(({ name }) => name.startsWith('OVN Controller')).map(({ host }) => host)
  return daemons.map((one) => {
    if (!isDown(one)) return one
    if (retired.test(one.name)) return { ...one, staleBecause: 'nova has had no such daemon since Train' }
    if (isOfGoneChassis(one.host, chassis, model))
      return { ...one, staleBecause: 'OVN has deleted its chassis, while every machine with OVN in Juju has an agent that reports' }
    return up.has(one.name) && isRemoved(one.host, model.machines) ? { ...one, staleBecause: 'Juju has removed its container' } : one
  })
}

function isDown({ state }: Daemon): boolean {
  return state.is === 'bad'
}

/** Empty when Juju does not say: then no daemon counts as left behind. */
function modelOf(juju: Pick<Juju, 'status'>): Promise<Model> {
  return ifSeen(() => juju.status(), { machines: [], units: [] })
}

/** Asks every service in the catalogue that keeps a list of its daemons. When one does not answer, the answers of the others are still returned. */
async function daemonsOf(openstack: Openstack) {
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
