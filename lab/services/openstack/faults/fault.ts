import type { Fault } from '../../../faults/fault.ts'
import { type Cloud, cloudAt } from '../cloud.ts'
import { administrator, type Rest } from '../rest.ts'

type Change = (rest: Rest, cloud: Cloud) => Promise<void>

/** A fault that the cloud's administrator applies and undoes. */
export function cloudFault(dir: string, on: string, does: string, apply: Change, undo: Change): Fault {
  const asAdministrator = (change: Change) => async () => {
    const cloud = cloudAt(dir)
    const rest = await administrator(cloud.identity)
    try {
      await change(rest, cloud)
    } finally {
      rest.close()
    }
  }
  return { on, does, apply: asAdministrator(apply), undo: asAdministrator(undo) }
}
