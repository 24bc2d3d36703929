import { setControllerError, setVip } from '../juju.ts'
import { controllerAddress, unit, vips } from '../table.ts'
import type { Faults } from './fault.ts'

const owner = unit('glance/0').app
const victim = unit('neutron-api/0')

export const jujuFaults: Faults = {
  'vip-equals-primary': {
    on: victim.name,
    does: `${owner.name}'s metal VIP is ${victim.metal}, the address ${victim.name} lives at`,
    async apply() {
      setVip(owner, `${vips(owner)[0]} ${victim.metal}`)
    },
    async undo() {
      setVip(owner, vips(owner).join(' '))
    },
  },
  'macaroon-expired': controllerFault('juju’s login has expired', `cannot get discharge from "https://${controllerAddress}/auth": EOF`),
  'controller-down': controllerFault(
    'the juju controller refuses connections',
    `unable to connect to API: dial tcp ${controllerAddress}: connect: connection refused`,
  ),
}

function controllerFault(does: string, error: string) {
  return {
    on: 'juju',
    does,
    async apply() {
      setControllerError(error)
    },
    async undo() {
      setControllerError()
    },
  }
}
