import { parseArgs } from 'node:util'
import { activeFaults } from './active.ts'
import { adminApi } from './kube/api.ts'
import { isUp } from './lab.ts'
import { main } from './main.ts'
import { openstackComplaints } from './openstack/lab.ts'
import { demandRoot } from './preflight.ts'
import { conductorRuns, haproxyAnswers, sshAnswers } from './ready.ts'
import { state } from './state.ts'
import { runsHaproxy, type Unit, units } from './table.ts'

await main('lab/status', async () => {
  parseArgs({ options: {} })
  demandRoot()
  if (!isUp()) throw new Error('the lab is down')
  const complaints = await Promise.all(units.map(complaintsAbout))
  for (const [index, unit] of units.entries()) {
    console.log(`${unit.name.padEnd(24)} ${unit.metal.padEnd(12)} ${complaints[index]?.join('; ') || 'up'}`)
  }
  const cluster = await clusterAnswers()
  console.log(`${'mgmt'.padEnd(24)} ${''.padEnd(12)} ${cluster ?? 'up'}`)
  const services = await openstackComplaints()
  if (services) console.log(`${'openstack'.padEnd(24)} ${''.padEnd(12)} ${services.join('; ') || 'up'}`)
  const active = activeFaults()
  if (active.length > 0) console.log(`faults in effect: ${active.join(', ')}   (lab/fault --undo)`)
  if (complaints.flat().length > 0 || cluster !== undefined || (services ?? []).length > 0) process.exitCode = 1
})

async function complaintsAbout(unit: Unit): Promise<string[]> {
  const looks = [
    sshAnswers(unit),
    ...(runsHaproxy(unit) ? [haproxyAnswers(unit)] : []),
    ...(unit.app.name === 'magnum' ? [conductorRuns(unit)] : []),
  ]
  return (await Promise.all(looks)).filter((complaint) => complaint !== undefined)
}

async function clusterAnswers(): Promise<string | undefined> {
  try {
    const { status } = await adminApi(state('kube')).send('GET', '/readyz')
    return status === 200 ? undefined : `the API server answers ${status}`
  } catch (error) {
    return `the API server does not answer: ${(error as Error).message}`
  }
}
