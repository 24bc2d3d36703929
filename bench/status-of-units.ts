const principalsPerMachine = 25
const status = (current: string) => ({ current, message: 'Unit is ready', since: '09 May 2025 15:10:38Z' })

/** What `juju status --format json` prints for so many units, half of them subordinates. The first unit is in error. */
export function statusOfUnits(count: number): string {
  const principals = Math.ceil(count / 2)
  const machines = Math.ceil(principals / principalsPerMachine)
  const units = Object.fromEntries(Array.from({ length: principals }, (_, i) => unitOf('keystone', i, machines)))
  const document = {
    model: { name: 'openstack', version: '3.5.4' },
    machines: Object.fromEntries(Array.from({ length: machines }, (_, i) => machineOf(i))),
    applications: { keystone: applicationOf('keystone', units), hacluster: applicationOf('hacluster') },
  }
  return `${JSON.stringify(document)}\n`
}

function address(i: number): string {
  return `10.${Math.floor(i / 65_536)}.${Math.floor(i / 256) % 256}.${i % 256}`
}

function unitOf(application: string, i: number, machines: number): [string, object] {
  const own = {
    'workload-status': status(i === 0 ? 'error' : 'active'),
    'juju-status': { ...status('idle'), version: '3.5.4' },
    'public-address': address(i),
  }
  const subordinates = { [`hacluster/${i}`]: own }
  return [`${application}/${i}`, { ...own, leader: i === 0, machine: String(i % machines), 'open-ports': ['5000/tcp'], subordinates }]
}

function applicationOf(name: string, units?: object): object {
  const charm = { charm: name, 'charm-name': name, 'charm-rev': 618, 'charm-channel': '2024.1/stable', exposed: false }
  return { ...charm, 'application-status': status('active'), ...(units ? { units } : { 'subordinate-to': ['keystone'] }) }
}

function machineOf(i: number): [string, object] {
  const own = { 'juju-status': status('started'), 'machine-status': status('running'), hostname: `host-${i}`, 'dns-name': address(i) }
  return [String(i), { ...own, 'ip-addresses': [address(i), address(i + 100_000)], 'instance-id': `i-${i}` }]
}
