import { hostnameOf } from '../services/hacluster/cluster.ts'
import { statusOnly } from './charms.ts'
import { compute, images } from './juju-status-only.ts'
import { charm, ready, since, version } from './juju-words.ts'
import { type Application, applications, machines, model, type Unit, units, unitsOf, vips } from './table.ts'

/** The answer to `juju status --format json`. */
export function status(): unknown {
  return {
    model: {
      name: model,
      type: 'iaas',
      controller: 'lab',
      cloud: 'maas',
      region: 'default',
      version,
      'model-status': { current: 'available', since },
      sla: 'unsupported',
    },
    machines: Object.fromEntries(
      machines.map((one) => [String(one.number), machine(one.number, String(one.number), [one.metal, one.provider])]),
    ),
    applications: Object.fromEntries([
      ...applications.flatMap((app) => (app.vip === undefined ? [principal(app)] : [principal(app), subordinate(app)])),
      compute(),
      ...images(),
    ]),
    storage: {},
    controller: { timestamp: '09:00:00Z' },
  }
}

function machine(
  number: number,
  id: string,
  addresses: readonly [string, string],
  vipsHeld: readonly string[] = [],
): Record<string, unknown> {
  const [metal, provider] = addresses
  const hosted = units.filter((unit) => unit.machine.startsWith(`${number}/lxd/`))
  const host = id === String(number)
  const holds = (network: string) => vipsHeld.filter((vip) => vip.startsWith(network))
  return {
    'juju-status': { current: 'started', since, version },
    hostname: host ? `machine-${number}` : hostnameOf(id),
    'dns-name': metal,
    // a VIP is an extra address of the machine that holds it
    'ip-addresses': [metal, provider, ...vipsHeld],
    'instance-id': host ? `machine-${number}` : hostnameOf(id),
    'machine-status': { current: 'running', message: host ? 'Deployed' : 'Running', since },
    'modification-status': { current: 'applied', since },
    base: { name: 'ubuntu', channel: '22.04' },
    'network-interfaces': {
      eth0: networkInterface([metal, ...holds('127.0.1.')], 'metal', number),
      eth1: networkInterface([provider, ...holds('127.0.4.')], 'provider', number),
    },
    ...(host
      ? {
          containers: Object.fromEntries([
            ...hosted.map((unit) => [
              unit.machine,
              machine(number, unit.machine, [unit.metal, unit.provider], unit.leader ? vips(unit.app) : []),
            ]),
            ...containersOfImages(number),
          ]),
        }
      : {}),
    constraints: 'arch=amd64',
    hardware: 'arch=amd64 cores=4 mem=16384M',
  }
}

function containersOfImages(number: number): [string, unknown][] {
  const { machines: containers, metal, provider } = statusOnly.images
  return containers.filter((id) => id.startsWith(`${number}/`)).map((id) => [id, machine(number, id, [metal, provider])])
}

function networkInterface(addresses: readonly string[], space: string, number: number): unknown {
  const last = (addresses[0] ?? '').split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))
  return { 'ip-addresses': addresses, 'mac-address': `52:${String(number).padStart(2, '0')}:${last.join(':')}`, space, 'is-up': true }
}

function principal(app: Application): [string, unknown] {
  const own = unitsOf(app.name)
  return [
    app.name,
    {
      ...charm(app.name),
      'application-status': { current: 'active', message: readyOf(app.name), since },
      relations: app.name === 'vault' ? certificates : relationsOf(app),
      units: Object.fromEntries(own.map((unit) => [unit.name, unitStatus(unit)])),
      version: app.name === 'vault' ? '1.8.8' : '2024.1',
      'endpoint-bindings': { '': 'metal', admin: 'metal', internal: 'metal', public: 'provider', ha: 'metal', cluster: 'metal' },
    },
  ]
}

const certificates = {
  certificates: applications
    .filter(({ name }) => name !== 'vault')
    .map(({ name }) => ({ 'related-application': name, interface: 'tls-certificates', scope: 'global' })),
}

function relationsOf({ name }: Application): unknown {
  return {
    ha: [{ 'related-application': `hacluster-${name}`, interface: 'hacluster', scope: 'container' }],
    cluster: [{ 'related-application': name, interface: 'openstack-ha', scope: 'global' }],
    ...(name === 'keystone' ? {} : { 'identity-service': [{ 'related-application': 'keystone', interface: 'keystone', scope: 'global' }] }),
  }
}

/** The message of a ready unit; charm-vault adds details to it (reactive/vault_handlers.py). */
function readyOf(application: string): string {
  return application === 'vault' ? 'Unit is ready (active: true, mlock: disabled)' : 'Unit is ready'
}

/** A subordinate application has no `units` member: juju status lists each of its units under the principal unit. */
function subordinate(app: Application): [string, unknown] {
  return [
    `hacluster-${app.name}`,
    {
      ...charm('hacluster'),
      'application-status': { current: 'active', message: 'Unit is ready and clustered', since },
      relations: {
        ha: [{ 'related-application': app.name, interface: 'hacluster', scope: 'container' }],
        hanode: [{ 'related-application': `hacluster-${app.name}`, interface: 'hacluster', scope: 'global' }],
      },
      'subordinate-to': [app.name],
      version: '2.1.2',
      'endpoint-bindings': { '': 'metal', ha: 'metal', hanode: 'metal' },
    },
  ]
}

function unitStatus(unit: Unit): unknown {
  const { app, number, leader, machine, metal } = unit
  const below = { [`hacluster-${app.name}/${number}`]: { ...ready(leader, 'Unit is ready and clustered'), 'public-address': metal } }
  return {
    ...ready(leader, readyOf(app.name)),
    machine,
    'open-ports': app.services.map(({ port }) => `${port}/tcp`),
    'public-address': metal,
    ...(app.vip === undefined ? {} : { subordinates: below }),
  }
}
