import type { Heard } from '../heard.ts'
import type { JsonObject } from '../json.ts'
import { type MaasList, textOrNull } from './answer.ts'
import { isDeployedStatus, nodeTypeOf, powerState, statusOf } from './states.ts'

export interface Machine {
  /** `4na83t` */
  readonly systemId: string
  readonly hostname: string
  /** `machine`, `device`, `rack controller` … */
  readonly type: Heard
  /** MAAS' own word for the status number, `Ready`; `number 31` for a number that has no word here. */
  readonly status: Heard
  readonly statusMessage?: string
  readonly isDeployed: boolean
  /** Absent when MAAS has not measured it, for example before commissioning: MAAS gives null or 0 then. */
  readonly memoryMiB?: number
  /** `on`, `off`, `unknown`, `error` */
  readonly power: Heard
  readonly isOff: boolean
  /** `virsh`, `ipmi`, `manual`; absent when none is set. */
  readonly powerType?: string
  /** The addresses that MAAS reports for the machine; empty until it has one. */
  readonly addresses: readonly string[]
}

export function machines(maas: string, profile: string): MaasList<Machine> {
  return {
    argv: [maas, profile, 'machines', 'read'],
    shape: 'machines read',
    row: machine,
    whenEmpty: 'lists no machine at all: this MAAS has none, or the profile’s user is not allowed to see them',
  }
}

/** The states are judged only when a gate reads them: other gates want only names and addresses. */
function machine(of: JsonObject): Machine {
  const status = of.integer('status')
  const power = of.text('power_state')
  const type = of.has('node_type') ? of.integer('node_type') : 0
  const statusMessage = textOrNull(of, 'status_message')
  const powerType = textOrNull(of, 'power_type')
  const memoryMiB = of.own('memory') === null ? 0 : of.integer('memory')
  return {
    systemId: of.text('system_id'),
    hostname: of.text('hostname'),
    get type() {
      return nodeTypeOf(type)
    },
    get status() {
      return statusOf(status)
    },
    isDeployed: isDeployedStatus(status),
    get power() {
      return powerState.hear(power)
    },
    isOff: power === 'off',
    addresses: of.texts('ip_addresses'),
    ...(statusMessage === undefined ? {} : { statusMessage }),
    ...(memoryMiB === 0 ? {} : { memoryMiB }),
    ...(powerType === undefined ? {} : { powerType }),
  }
}
