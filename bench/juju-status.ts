/** How long `juju status` of a model with 50,000 units takes to become facts. Run: `node bench/juju-status.ts`; fails above a second. */
import { jujuStatus } from '../lib/adapters/juju/status.ts'

const machineCount = 1_000
const principalsPerMachine = 25
const status = (current: string) => ({ current, message: 'Unit is ready', since: '09 May 2025 15:10:38Z' })

function address(i: number): string {
  return `10.${Math.floor(i / 65_536)}.${Math.floor(i / 256) % 256}.${i % 256}`
}

function unitOf(application: string, i: number): [string, object] {
  const own = { 'workload-status': status('active'), 'juju-status': { ...status('idle'), version: '3.5.4' }, 'public-address': address(i) }
  const subordinates = { [`hacluster/${i}`]: own }
  return [`${application}/${i}`, { ...own, leader: i === 0, machine: String(i % machineCount), 'open-ports': ['5000/tcp'], subordinates }]
}

function applicationOf(name: string, units?: object): object {
  const charm = { charm: name, 'charm-name': name, 'charm-rev': 618, 'charm-channel': '2024.1/stable', exposed: false }
  return { ...charm, 'application-status': status('active'), ...(units ? { units } : { 'subordinate-to': ['keystone'] }) }
}

function machineOf(i: number): [string, object] {
  const own = { 'juju-status': status('started'), 'machine-status': status('running'), hostname: `host-${i}`, 'dns-name': address(i) }
  return [String(i), { ...own, 'ip-addresses': [address(i), address(i + 100_000)], 'instance-id': `i-${i}` }]
}

const units = Object.fromEntries(Array.from({ length: machineCount * principalsPerMachine }, (_, i) => unitOf('keystone', i)))
const document = {
  model: { name: 'openstack', version: '3.5.4' },
  machines: Object.fromEntries(Array.from({ length: machineCount }, (_, i) => machineOf(i))),
  applications: { keystone: applicationOf('keystone', units), hacluster: applicationOf('hacluster') },
}
const stdout = `${JSON.stringify(document)}\n`

const { parse } = jujuStatus('juju', 'openstack')
const times = Array.from({ length: 5 }, () => {
  const start = performance.now()
  const { units: parsed } = parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })
  if (parsed.length !== 50_000) throw new Error(`parsed ${parsed.length} units`)
  return Math.round(performance.now() - start)
})
console.log(`50,000 units, ${Math.round(stdout.length / 1e6)} MB: ${times.join(', ')} ms`)
if (Math.max(...times) > 1_000) process.exitCode = 1
