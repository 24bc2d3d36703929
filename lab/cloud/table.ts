/** The lab's cloud as data. Everything else in lab/ is written from this table: units, haproxy, back ends, juju's answers, the site file. */

/** Anything with a root file system, a PID 1 and an sshd of its own: a unit, a machine that units run on, the hypervisor, the management node. */
export interface Host {
  /** As reports name it, e.g. `keystone/0`, `machine/2`, `hypervisor` */
  readonly name: string
  /** The name in a form that hosts and folders can have: `keystone-0` */
  readonly host: string
  /** Where its sshd listens. */
  readonly metal: string
  /** `systemd`: the host boots real systemd. `plain`: the host starts only sshd and the programs that are its purpose. */
  readonly boots: 'plain' | 'systemd'
}

/** A service as haproxy knows it. Its back end listens on `port` minus 10, as apache does in a charmed unit. */
export interface Service {
  /** Name in haproxy.cfg, e.g. `public-port`. */
  readonly name: string
  readonly port: number
}

export interface Application {
  readonly name: string
  /** Empty: its charm renders no haproxy. */
  readonly services: readonly Service[]
  /**
   * The last octet of the application's VIP on the provider network. The last octet of its VIP on the metal network is 100 higher. Absent when the
   * application has no VIP.
   */
  readonly vip?: number
  /** Machine that hosts each unit, in unit order. */
  readonly machines: readonly number[]
  readonly boots: Host['boots']
}

const plain = { boots: 'plain' } as const

export const applications: readonly Application[] = [
  { name: 'keystone', vip: 50, machines: [0, 1, 2], services: [service('public-port', 5000), service('admin-port', 35357)], ...plain },
  { name: 'glance', vip: 51, machines: [0, 1], services: [service('glance_api', 9292)], ...plain },
  { name: 'nova-cloud-controller', vip: 52, machines: [2], services: [service('nova-api-os-compute', 8774)], ...plain },
  { name: 'neutron-api', vip: 53, machines: [3], services: [service('neutron-server', 9696)], ...plain },
  { name: 'placement', vip: 54, machines: [0], services: [service('placement-api', 8778)], ...plain },
  { name: 'octavia', vip: 55, machines: [1], services: [service('octavia-api', 9876)], boots: 'systemd' },
  { name: 'openstack-dashboard', vip: 56, machines: [2], services: [service('dash_secure', 443)], ...plain },
  { name: 'magnum', vip: 57, machines: [3, 0], services: [service('magnum-api', 9511)], boots: 'systemd' },
  // vault has one unit, with MySQL as its storage. So it is not highly available, by design (R3).
  { name: 'vault', machines: [3], services: [], ...plain },
]

/** A unit; juju calls its `metal` address its public address. */
export interface Unit extends Host {
  readonly app: Application
  readonly number: number
  readonly leader: boolean
  /** e.g. `0/lxd/1` */
  readonly machine: string
  readonly provider: string
  /** Where this unit's apache answers. */
  readonly backend: string
}

export const sshPort = 2222
export const model = 'openstack'
export const controllerAddress = '127.0.1.201:17070'
/** Where the reverse proxy of the jumphost listens for browsers. */
export const proxyAddress = '127.0.1.210:8080'
/** Where the service behind the reverse proxy listens with TLS: on the dashboard's VIP, at another port than haproxy's. */
export const upstreamAddress = '127.0.4.56:8443'
export const networks = {
  metal: { cidr: '127.0.1.0/24', vips: { from: '127.0.1.150', to: '127.0.1.160' } },
  provider: { cidr: '127.0.4.0/24', vips: { from: '127.0.4.50', to: '127.0.4.60' } },
} as const
/** A block of addresses in the provider network. VIPs were once in this block and have been moved out of it. */
export const staleVips = { from: '127.0.4.240', to: '127.0.4.250' } as const
/** Address of MAAS' region controller. The lab has no such controller, so nothing answers there. */
export const regionController = '127.0.1.200'
/** The address of the DNS server in the machines' settings. Nothing answers at this address. */
export const nameServer = '127.0.1.199'
/** The machines on which the units run in containers. */
export const machines = [0, 1, 2, 3].map((number) => ({
  name: `machine/${number}`,
  host: `machine-${number}`,
  number,
  metal: `127.0.1.${101 + number}`,
  provider: `127.0.4.${101 + number}`,
  boots: 'systemd' as const,
}))
/** The host that runs libvirt. Its libvirt lists one guest for each machine, but these guests are not started: each machine is a separate host. */
export const hypervisor: Host = { name: 'hypervisor', host: 'hypervisor', metal: '127.0.1.202', ...plain }
/** The management cluster's only node, which gates ask over SSH. The API server does not run on it, but outside it. */
export const mgmtNode: Host = { name: 'capi-mgmt', host: 'capi-mgmt-0', metal: '127.0.1.203', ...plain }

export const units: readonly Unit[] = allUnits()
/** The units that run haproxy in front of their service. */
export const frontedUnits = units.filter(runsHaproxy)
/** Everything that is reached by SSH. */
export const hosts: readonly Host[] = [...units, ...machines, hypervisor, mgmtNode]

export function runsHaproxy({ app }: Pick<Unit, 'app'>): boolean {
  return app.services.length > 0
}

/** The provider and metal VIP of an application, in the order of the charm's `vip` option; empty for an application without VIPs. */
export function vips({ vip }: Application): readonly string[] {
  return vip === undefined ? [] : [`127.0.4.${vip}`, `127.0.1.${vip + 100}`]
}

/** Throws when the lab has no unit of this name. */
export function unit(name: string): Unit {
  const found = units.find((one) => one.name === name)
  if (!found) throw new Error(`the lab has no unit ${name}; it has ${units.map((one) => one.name).join(' ')}`)
  return found
}

/** Throws when the lab has no machine of this number. */
export function machine(number: number): (typeof machines)[number] {
  const found = machines[number]
  if (!found) throw new Error(`the lab has no machine ${number}; it has ${machines.length} machines, numbered from 0`)
  return found
}

/** In unit order; empty when the lab has no application of this name. */
export function unitsOf(application: string): Unit[] {
  return units.filter((one) => one.app.name === application)
}

/** For each application, the unit that holds its VIPs. */
export function leaders(): Unit[] {
  return frontedUnits.filter((one) => one.leader)
}

/** Every `address:port` the lab listens on, except those of the management cluster. */
export function listeners(): string[] {
  const apis = units.flatMap((one) => [
    ...(runsHaproxy(one) ? [`${one.metal}:8888`] : []),
    ...one.app.services.flatMap(({ port }) => [
      `${one.backend}:${port - 10}`,
      ...frontAddresses(one).map((address) => `${address}:${port}`),
    ]),
  ])
  return [...hosts.map(({ metal }) => `${metal}:${sshPort}`), ...apis]
}

/** The addresses that the haproxy of a unit binds. On the leader, the VIPs are among them. */
export function frontAddresses(one: Unit): string[] {
  return [one.metal, one.provider, ...(one.leader ? vips(one.app) : [])]
}

function service(name: string, port: number): Service {
  return { name, port }
}

function allUnits(): Unit[] {
  const containers = new Map<number, number>()
  let octet = 0
  return applications.flatMap((app) =>
    app.machines.map((machine, number) => {
      octet += 1
      const container = containers.get(machine) ?? 0
      containers.set(machine, container + 1)
      return {
        name: `${app.name}/${number}`,
        host: `${app.name}-${number}`,
        app,
        number,
        leader: number === 0,
        machine: `${machine}/lxd/${container}`,
        metal: `127.0.1.${octet}`,
        provider: `127.0.4.${octet}`,
        backend: `127.0.3.${octet}`,
        boots: app.boots,
      }
    }),
  )
}
