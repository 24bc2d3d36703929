import { type Command, NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { maasExits, maasList, textOrNull } from './answer.ts'

export interface Machine {
  /** `4na83t` */
  readonly systemId: string
  readonly hostname: string
  /** `machine`, `device`, `rack controller` … */
  readonly kind: string
  /** MAAS' own word for the status number, `Ready`; absent for a number that is not known here. */
  readonly status?: string
  readonly statusNumber: number
  readonly statusMessage?: string
  /** Absent when MAAS does not tell, as before commissioning. */
  readonly memoryMiB?: number
  /** `on`, `off`, `unknown`, `error` */
  readonly power: string
  /** `virsh`, `ipmi`, `manual`; absent when none is set. */
  readonly powerType?: string
  /** What MAAS says it has; empty until it has one. */
  readonly addresses: readonly string[]
}

/** src/maascommon/enums/node.py, NODE_STATUS. The number counts: labels change, and were null in older answers. */
const statuses: readonly string[] = [
  'New',
  'Commissioning',
  'Failed commissioning',
  'Missing',
  'Ready',
  'Reserved',
  'Deployed',
  'Retired',
  'Broken',
  'Deploying',
  'Allocated',
  'Failed deployment',
  'Releasing',
  'Releasing failed',
  'Disk erasing',
  'Failed disk erasing',
  'Rescue mode',
  'Entering rescue mode',
  'Failed to enter rescue mode',
  'Exiting rescue mode',
  'Failed to exit rescue mode',
  'Testing',
  'Failed testing',
]

/** NODE_TYPE of the same file. */
const kinds: readonly string[] = ['machine', 'device', 'rack controller', 'region controller', 'region and rack controller']

export function machines(maas: string, profile: string): Command<readonly Machine[]> {
  return {
    argv: [maas, profile, 'machines', 'read'],
    exits: maasExits,
    parse: (answer) => {
      const all = maasList(answer, 'machines read').map(machine)
      if (all.length === 0) throw new NotUnderstood('lists no machine at all: this MAAS has none, or the profile’s user may see none')
      return all
    },
  }
}

function machine(of: JsonObject): Machine {
  const statusNumber = of.integer('status')
  const status = statuses[statusNumber]
  const statusMessage = textOrNull(of, 'status_message')
  const powerType = textOrNull(of, 'power_type')
  const nodeType = of.has('node_type') ? of.integer('node_type') : 0
  return {
    systemId: of.text('system_id'),
    hostname: of.text('hostname'),
    kind: kinds[nodeType] ?? `node of type ${nodeType}`,
    statusNumber,
    power: of.text('power_state'),
    addresses: of.texts('ip_addresses'),
    ...(status === undefined ? {} : { status }),
    ...(statusMessage === undefined ? {} : { statusMessage }),
    ...(of.own('memory') === null ? {} : { memoryMiB: of.integer('memory') }),
    ...(powerType === undefined ? {} : { powerType }),
  }
}
