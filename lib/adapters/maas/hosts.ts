import { shortName } from '../../formats/short-name.ts'
import type { Site } from '../../phase/site.ts'
import type { Machine } from './machines.ts'

/** A host of the site's list, and what MAAS knows of it. */
export interface KnownHost {
  /** As the site calls it: `openstack0` */
  readonly name: string
  /** The id from the site file; without one, the id of the only machine with this name. Absent when there is neither. */
  readonly systemId?: string
  /** True when the site gives an id: then the machine with that id is the host, whatever its name. */
  readonly idIsGiven: boolean
  /** Absent when MAAS has no such machine. Also absent when MAAS has several machines with this name and the site gives no id. */
  readonly machine?: Machine
  /** The machine has this host's name. False too when there is no machine. */
  readonly nameAgrees: boolean
  /** Ids of other machines with this name: the host was enlisted again, or several machines have the same name. */
  readonly otherIds: readonly string[]
}

type MaasSite = NonNullable<Site['maas']>

export function hostsOf({ hosts }: MaasSite, machines: readonly Machine[]): readonly KnownHost[] {
  return Object.entries(hosts).map(([name, given]) => {
    const named = machines.filter(({ hostname }) => isSameName(hostname, name))
    const machine = given === null ? onlyOne(named) : machines.find(({ systemId }) => systemId === given)
    const systemId = given ?? machine?.systemId
    return {
      name,
      idIsGiven: given !== null,
      nameAgrees: machine !== undefined && named.includes(machine),
      otherIds: named.filter((one) => one.systemId !== machine?.systemId).map((one) => one.systemId),
      ...(systemId === undefined ? {} : { systemId }),
      ...(machine ? { machine } : {}),
    }
  })
}

function onlyOne(machines: readonly Machine[]): Machine | undefined {
  return machines.length === 1 ? machines[0] : undefined
}

function isSameName(one: string, other: string): boolean {
  return shortName(one) === shortName(other)
}
