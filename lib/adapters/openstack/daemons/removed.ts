import { shortName } from '../../../formats/short-name.ts'
import type { JujuStatus, Machine, UnitStatus } from '../../juju/index.ts'

/**
 * The name that Juju gives to a container, or to a machine that Juju itself creates in a cloud: `juju-ffe3b8-1-lxd-3`. A domain or backend may
 * follow.
 */
const name = /^(juju-[0-9a-f]{6}-)(\d+(?:-[a-z]+-\d+)*)(?=[.@]|$)/

/**
 * Whether a host is a container that Juju has removed from this model. The services keep the entries of its daemons. Juju never gives a number a
 * second time. False for a host whose name is not of this model's kind, because nothing is known of it.
 */
export function isRemoved(host: string, machines: readonly Machine[]): boolean {
  const [, model, number] = name.exec(host) ?? []
  if (model === undefined || number === undefined) return false
  const isOfModel = machines.some(({ hostname = '' }) => hostname.startsWith(model))
  // Of a machine whose status cannot be read, Juju names no container.
  const mayBeThere = machines.some(({ id, statusError }) => {
    const own = id.replaceAll('/', '-')
    return own === number || (statusError !== undefined && number.startsWith(`${own}-`))
  })
  return isOfModel && !mayBeThere
}

/** What Neutron gives as the host of an agent whose chassis OVN has deleted (ml2/drivers/ovn/agent/neutron_agent.py). */
const noChassis = '("Chassis" register deleted)'

/** The charms that run ovn-controller. */
const ofOvn: readonly (string | undefined)[] = ['ovn-chassis', 'ovn-dedicated-chassis']

/**
 * Whether an agent is left over from a chassis that is no longer in this model. Neutron gives no host name for such an agent. An agent whose
 * ovn-controller was stopped looks the same. So the agent counts as left over only when every machine with a unit of an OVN charm has an agent that
 * is up. `up`: the hosts of the OVN agents that are up.
 */
export function isOfGoneChassis(host: string, up: readonly string[], { machines, units }: Pick<JujuStatus, 'machines' | 'units'>): boolean {
  if (host !== noChassis) return false
  const living = new Set(up.map(shortName))
  const chassis = units.filter(({ charm }) => ofOvn.includes(charm))
  const reports = ({ machine }: UnitStatus) => {
    const hostname = machines.find(({ id }) => id === machine)?.hostname
    return hostname !== undefined && living.has(shortName(hostname))
  }
  return chassis.length > 0 && chassis.every(reports)
}
