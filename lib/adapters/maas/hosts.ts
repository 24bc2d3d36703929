import type { Site } from '../../phase/site.ts'
import type { Machine } from './machines.ts'

/** A host of the site's list, and what MAAS knows of it. */
export interface KnownHost {
  /** As the site calls it: `openstack0` */
  readonly name: string
  readonly systemId: string
  /** Absent when MAAS has no machine of that id. */
  readonly machine?: Machine
  /** Ids of other machines that have the name: it was enlisted again, or is there twice. */
  readonly otherIds: readonly string[]
}

type MaasSite = NonNullable<Site['maas']>

export function hostsOf({ hosts }: MaasSite, machines: readonly Machine[]): readonly KnownHost[] {
  return Object.entries(hosts).map(([name, systemId]) => {
    const machine = machines.find((one) => one.systemId === systemId)
    const otherIds = machines.filter((one) => one.hostname === name && one.systemId !== systemId).map((one) => one.systemId)
    return { name, systemId, otherIds, ...(machine ? { machine } : {}) }
  })
}
