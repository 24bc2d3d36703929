import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { observe } from '../command.ts'
import { createJuju, type Vip } from '../juju/index.ts'
import { type Sweep, sweepOf } from '../unit.ts'
import { type Cluster, clusterSeenFrom } from './cluster.ts'
import { interfaceAddresses } from './interfaces.ts'

export type { Cluster, ClusterNode, ClusterResource } from './cluster.ts'

/** A unit that may hold a VIP: its application has one, and the cluster places it on one of the application's units. */
export interface Holder {
  readonly application: string
  /** The hostname of the unit's machine. The cluster uses these hostnames as node names. Absent when Juju does not know the hostname. */
  readonly hostname?: string
  /** The addresses on its interfaces. */
  readonly addresses: readonly string[]
  /** Those of its addresses that no other machine can reach, each with the interface whose link is down: `10.12.4.50` → `eth1`. */
  readonly unlinked: ReadonlyMap<string, string>
  /** The cluster as this node sees it. */
  readonly cluster: Cluster
}

export interface VipSweep extends Sweep<Holder> {
  readonly vips: readonly Vip[]
  /** The names of all units of each application that has a VIP, including units that do not answer: `keystone` → `['keystone/0', …]`. */
  readonly unitsOf: ReadonlyMap<string, readonly string[]>
  readonly hostnames: ReadonlySet<string>
  /** The hostname by unit: `keystone/0` → `juju-ffe3b8-0-lxd-0`. A unit whose hostname Juju does not know is left out. */
  readonly hostnameOf: ReadonlyMap<string, string>
}

export interface Hacluster {
  /** Asks the units of every application that has a VIP: which addresses each unit holds, and which nodes its cluster shows. */
  vips(): Promise<VipSweep>
}

export function createHacluster(ask: Ask, site: Site): Hacluster {
  const juju = createJuju(ask, site)
  return {
    vips: async () => {
      const [vips, status] = await Promise.all([juju.vips(), juju.status()])
      const applications = [...new Set(vips.map((vip) => vip.application))]
      const units = (await Promise.all(applications.map((of) => juju.units({ of }))))
        .flat()
        .filter((unit) => applications.includes(unit.application))
      const hostnames = new Map(status.machines.map((machine) => [machine.id, machine.hostname]))
      const machineOf = new Map(status.units.map((unit) => [unit.name, unit.machine]))
      const sweep = await sweepOf(units, async (unit): Promise<Holder> => {
        const [{ all: addresses, unlinked }, cluster] = await Promise.all([
          observe(ask, unit, interfaceAddresses),
          observe(ask, unit, clusterSeenFrom(unit.name)),
        ])
        const hostname = hostnames.get(machineOf.get(unit.name) ?? '')
        return { application: unit.application, addresses, unlinked, cluster, ...(hostname === undefined ? {} : { hostname }) }
      })
      return {
        ...sweep,
        vips,
        unitsOf: new Map(applications.map((of) => [of, units.filter((unit) => unit.application === of).map((unit) => unit.name)])),
        hostnameOf: new Map(
          units.flatMap(({ name }) => {
            const hostname = hostnames.get(machineOf.get(name) ?? '')
            return hostname === undefined ? [] : [[name, hostname] as const]
          }),
        ),
        hostnames: new Set([...hostnames.values()].filter((name) => name !== undefined)),
      }
    },
  }
}
