import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Command, observe, understood } from '../command.ts'
import { countFound, searchExits } from '../searched.ts'
import { askable, type Unit } from '../unit.ts'
import { haproxyCharms } from './haproxy-charms.ts'
import type { JujuStatus } from './status.ts'
import { unitTargets } from './unit-targets.ts'

/** A line that defines a server: `    server keystone-0 10.12.8.101:4990 check`, `server-template …`. */
const serverLine = '^[[:space:]]*server(-template)?[[:space:]]'

/**
 * Whether a unit's haproxy, running or stopped, has servers in its configuration. The package's default configuration has none. Hosts of the OVN
 * metadata agent have that default, because the agent needs only the program.
 */
export const frontsServers: Command<boolean> = {
  argv: ['grep', '-cE', serverLine, '/etc/haproxy/haproxy.cfg'],
  exits: searchExits,
  parse: (answer) => {
    if (answer.exitCode === 2 && /: No such file or directory\s*$/.test(answer.stderr)) return false
    // The file exists, but only root may read it. The unit is kept, because the gates that ask it read the file as root.
    if (answer.exitCode === 2 && /: Permission denied\s*$/.test(answer.stderr)) return true
    return countFound(answer) > 0
  },
}

/**
 * The principal units that run haproxy. Units of the charms in `haproxyCharms` are included without a question. Every other unit is asked. One
 * that does not answer is kept, with the reason, because it may run haproxy. `from`: the question that gave `status`.
 */
export async function haproxyUnits(ask: Ask, status: JujuStatus, site: Site, from: string): Promise<readonly Unit[]> {
  const all = understood(from, () => unitTargets(status, site, { principals: 'all' }))
  const charms = new Map(status.units.map(({ name, charm }) => [name, charm]))
  const found = await Promise.all(
    all.map(async (unit) => (haproxyCharms.includes(charms.get(unit.name) ?? '') ? unit : await asked(ask, unit))),
  )
  return found.filter((unit) => unit !== undefined)
}

async function asked(ask: Ask, unit: Unit): Promise<Unit | undefined> {
  try {
    return (await observe(ask, askable(unit), frontsServers)) ? unit : undefined
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    const { name, application, lost } = unit
    return { name, application, lost, refused: error }
  }
}
