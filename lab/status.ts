import { parseArgs } from 'node:util'
import { activeFaults } from './active.ts'
import { type Host, hosts, hypervisor, machines, runsHaproxy, type Unit, units } from './cloud/table.ts'
import { machineTells } from './host/machine.ts'
import { state } from './host/state.ts'
import { isUp } from './lab.ts'
import { main } from './main.ts'
import { demandRoot } from './preflight.ts'
import { conductorRuns, haproxyAnswers, octaviaDaemonsRun, sshAnswers } from './ready.ts'
import { adminApi } from './services/kube/api.ts'
import { libvirtAnswers } from './services/libvirt/host.ts'
import { nodeRuns } from './services/node/joined.ts'
import { openstackComplaints } from './services/openstack/lab.ts'

await main('lab/status', async () => {
  parseArgs({ options: {} })
  demandRoot()
  if (!isUp()) throw new Error('the lab is down')
  const complaints = await Promise.all(hosts.map(complaintsAbout))
  for (const [index, { name, metal }] of hosts.entries()) {
    console.log(`${name.padEnd(24)} ${metal.padEnd(12)} ${complaints[index]?.join('; ') || 'up'}`)
  }
  const cluster = await clusterAnswers()
  console.log(`${'mgmt'.padEnd(24)} ${''.padEnd(12)} ${cluster ?? 'up'}`)
  const services = await openstackComplaints()
  if (services) console.log(`${'openstack'.padEnd(24)} ${''.padEnd(12)} ${services.join('; ') || 'up'}`)
  const active = activeFaults()
  if (active.length > 0) console.log(`faults in effect: ${active.join(', ')}   (lab/fault --undo)`)
  if (complaints.flat().length > 0 || cluster !== undefined || (services ?? []).length > 0) process.exitCode = 1
})

async function complaintsAbout(one: Host): Promise<string[]> {
  const [unit, machine] = [units.find(({ name }) => name === one.name), machines.find(({ name }) => name === one.name)]
  const looks = [
    sshAnswers(one),
    ...(unit ? complaintsOfUnit(unit) : []),
    ...(machine ? [machineTells(machine)] : []),
    ...(one === hypervisor ? [libvirtAnswers()] : []),
  ]
  return (await Promise.all(looks)).filter((complaint) => complaint !== undefined)
}

function complaintsOfUnit(unit: Unit): Promise<string | undefined>[] {
  return [
    ...(runsHaproxy(unit) ? [haproxyAnswers(unit)] : []),
    ...(unit.app.name === 'magnum' ? [conductorRuns(unit)] : []),
    ...(unit.app.name === 'octavia' ? [octaviaDaemonsRun(unit)] : []),
  ]
}

async function clusterAnswers(): Promise<string | undefined> {
  try {
    const { status } = await adminApi(state('kube')).send('GET', '/readyz')
    if (status !== 200) return `the API server answers ${status}`
    return nodeRuns(state('kube')) ? undefined : 'its node does not run'
  } catch (error) {
    return `the API server does not answer: ${(error as Error).message}`
  }
}
