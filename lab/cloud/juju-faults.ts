import type { Fault, Faults } from '../faults/fault.ts'
import { statusOnly } from './charms.ts'
import { setControllerError, setOption, setVip } from './juju.ts'
import { setConfigureResources } from './juju-actions.ts'
import { controllerAddress, unit, vips } from './table.ts'

const owner = unit('glance/0').app
const victim = unit('neutron-api/0')

export const jujuFaults: Faults = {
  'vip-equals-primary': {
    on: victim.name,
    does: `${owner.name}'s metal VIP is ${victim.metal}, which is the address of ${victim.name}`,
    async apply() {
      setVip(owner, `${vips(owner)[0]} ${victim.metal}`)
    },
    async undo() {
      setVip(owner, vips(owner).join(' '))
    },
  },
  'amphora-tag-differs': optionFault(statusOnly.retrofit, 'amp-image-tag', '', 'octavia-amphora'),
  'reserved-host-memory-512': optionFault(statusOnly.compute.name, 'reserved-host-memory', 512, 8192),
  'configure-resources-failed': {
    on: 'juju',
    does: 'the last run of octavia’s configure-resources has failed',
    async apply() {
      setConfigureResources('failed')
    },
    async undo() {
      setConfigureResources('completed')
    },
  },
  'macaroon-expired': controllerFault('juju’s login has expired', `cannot get discharge from "https://${controllerAddress}/auth": EOF`),
  'controller-down': controllerFault(
    'the juju controller refuses connections',
    `unable to connect to API: dial tcp ${controllerAddress}: connect: connection refused`,
  ),
}

function optionFault(application: string, name: string, bad: string | number, good: string | number): Fault {
  return {
    on: 'juju',
    does: `${application} is set to ${name}=${bad === '' ? "''" : bad}, its charm’s default`,
    async apply() {
      setOption(application, name, bad)
    },
    async undo() {
      setOption(application, name, good)
    },
  }
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
