import { createJuju, type Juju, type Unit } from '../adapters/juju/index.ts'
import { UsageError } from '../phase/config-error.ts'
import type { Phase } from '../phase/phase.ts'
import type { Site } from '../phase/site.ts'
import { suggestion } from '../run/select.ts'
import type { Ask } from '../transport/ask.ts'

/**
 * The named machines; without names, every unit that some gate asks and every machine that only the site file names. Rejects with CouldNotLook when
 * Juju cannot be asked, and with UsageError for a wrong name.
 */
export async function unitsToTrust(ask: Ask, site: Site, phases: readonly Phase[], named: readonly string[]): Promise<readonly Unit[]> {
  const juju = createJuju(ask, site)
  if (named.length > 0) return Promise.all(named.map((name) => unitNamed(juju, site, name)))
  const selectors = phases.flatMap((phase) => phase.gates.flatMap(({ units }) => (units && !('selected' in units) ? [units] : [])))
  const found = await Promise.all(selectors.map((selector) => juju.units(selector)))
  return [...new Map([...found.flat(), ...ownMachines(site)].map((unit) => [unit.name, unit])).values()].toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  )
}

/**
 * Machines that gates ask but Juju does not know, by their names in reports. The management node is left out while its cluster is parked (stopped on
 * purpose).
 */
function ownMachines({ mgmt, hypervisor }: Site): readonly Unit[] {
  const machines = { 'capi-mgmt': mgmt?.parked ? undefined : mgmt?.node, hypervisor: hypervisor?.address }
  return Object.entries(machines).flatMap(([name, address]) =>
    address === undefined ? [] : { name, address, application: name, lost: false },
  )
}

async function unitNamed(juju: Juju, site: Site, name: string): Promise<Unit> {
  const own = ownMachines(site).find((machine) => machine.name === name)
  if (own) return own
  const [application = ''] = name.split('/')
  const unit = (await juju.units(application === 'machine' ? { machines: 'hosts' } : { of: application })).find((one) => one.name === name)
  if (unit) return unit
  const { units } = await juju.status()
  const principal = units.find((one) => one.name === name)?.principal
  if (principal !== undefined)
    throw new UsageError(`${name} has no host key of its own: it runs beside ${principal}. Name that unit instead`)
  const names = units.filter((one) => one.principal === undefined).map((one) => one.name)
  throw new UsageError(`Model ${site.juju.model} has no unit ${name}.${suggestion(name, names)} It has ${names.join(', ') || 'none'}`)
}
