import type { Heard } from '../../heard.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { timeIn, timeOrNull } from '../time.ts'
import { powerState, powerWord, serverStatus, serverTask, serverVmState } from './states.ts'

export interface Server {
  readonly id: string
  readonly name: string
  /** `ACTIVE`, `SHUTOFF`, `ERROR`, `BUILD` … */
  readonly state: Heard
  /** Nova's internal state of the server: `active`, `stopped` … Absent when nova does not show this state. */
  readonly vmState?: Heard
  /** The server's power state on its hypervisor: `running`, `paused`, `shutdown` … Undefined where nova does not show it. */
  readonly power: Heard | undefined
  readonly projectId: string
  readonly created: Date
  /** When nova last changed its record of the server. Starting the server changes the record too. Absent when nova does not say. */
  readonly updated?: Date
  /** `openstack1.maas`; absent until it is scheduled. */
  readonly host?: string
  /** The task that nova is carrying out on the server, such as `powering-on`. Absent when there is none. */
  readonly task?: Heard
  /** It is being deleted. */
  readonly isLeaving: boolean
  /** Why the server is in ERROR; absent when nova does not say. */
  readonly fault?: string
}

/** Nova's servers in all projects. Nova refuses a user who may not see them all (403); it does not return a shorter list. */
export const servers: Resource<Server> = {
  service: 'compute',
  path: '/servers/detail?all_tenants=1',
  key: 'servers',
  row: (record) => {
    const host = textOrNull(record, 'OS-EXT-SRV-ATTR:hypervisor_hostname')
    const updated = timeOrNull(record, 'updated')
    const task = textOrNull(record, 'OS-EXT-STS:task_state')
    const fault = record.own('fault') === undefined ? undefined : textOrNull(record.object('fault'), 'message')
    const vmState = textOrNull(record, 'OS-EXT-STS:vm_state')
    const power = record.own('OS-EXT-STS:power_state') ?? undefined
    const powered = power === undefined ? undefined : powerWord(record.integer('OS-EXT-STS:power_state'))
    return {
      id: record.text('id'),
      name: record.text('name'),
      state: serverStatus.hear(record.text('status')),
      power: powered === undefined ? undefined : powerState.hear(powered),
      isLeaving: task === 'deleting' || task === 'soft-deleting',
      projectId: record.text('tenant_id'),
      created: timeIn(record, 'created'),
      ...(updated === undefined ? {} : { updated }),
      ...(host === undefined ? {} : { host }),
      ...(vmState === undefined ? {} : { vmState: serverVmState.hear(vmState) }),
      ...(task === undefined ? {} : { task: serverTask.hear(task) }),
      ...(fault === undefined ? {} : { fault }),
    }
  },
}
