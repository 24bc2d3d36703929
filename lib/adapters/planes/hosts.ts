import { shortName } from '../../formats/short-name.ts'
import type { Machine, UnitStatus } from '../juju/entities.ts'
import type { JujuStatus } from '../juju/status.ts'
import type { KnownHost } from '../maas/hosts.ts'
import type { Hypervisor } from '../openstack/nova/hypervisors.ts'
import { type Pair, paired } from './pair.ts'

/** The site's hosts that MAAS has deployed, and Juju's machines. Juju's containers are left out: they are not hosts of MAAS. */
export function maasAndJuju(hosts: readonly KnownHost[], machines: readonly Machine[]): Pair {
  return paired(
    {
      things: hosts,
      key: ({ machine }) => machine && shortName(machine.hostname),
      isSettled: ({ machine }) => machine?.isDeployed === true,
      at: ({ name, systemId }) => `MAAS ${name} (${systemId ?? 'id unknown'})`,
      lacks: ({ name }) => `is deployed, but Juju has no machine ${name}`,
    },
    {
      things: machines.filter(({ parent }) => parent === undefined),
      // A machine that is still pending has no host name.
      key: ({ hostname }) => (hostname === undefined ? undefined : shortName(hostname)),
      at: ({ id, hostname }) => `Juju machine ${id} (${hostname})`,
      lacks: ({ hostname }) => `none of the hosts on the site’s list has the name ${hostname} in MAAS`,
    },
  )
}

/** Machines with a unit of nova-compute, and nova's hypervisors. */
export function jujuAndNova({ machines, units }: JujuStatus, hypervisors: readonly Hypervisor[]): Pair {
  const computes = units.filter(({ charm }) => charm === 'nova-compute')
  const hostOf = (unit: UnitStatus) => machines.find(({ id }) => id === unit.machine)?.hostname
  return paired(
    {
      things: computes,
      key: (unit) => shortName(hostOf(unit) ?? unit.name),
      at: (unit) => `Juju ${unit.name} (machine ${unit.machine ?? 'unknown'}, ${hostOf(unit) ?? 'without a name'})`,
      lacks: (unit) => `nova has no hypervisor ${hostOf(unit) ?? 'of it'}`,
    },
    {
      things: hypervisors,
      // Juju does not know Ironic's machines. For each of them, a unit of nova-compute reports to nova.
      key: ({ name, isBareMetal, serviceHost }) => shortName(isBareMetal ? (serviceHost ?? name) : name),
      at: ({ name }) => `nova hypervisor ${name}`,
      lacks: ({ name }) => `Juju has no nova-compute unit on a machine called ${shortName(name)}`,
    },
  )
}
