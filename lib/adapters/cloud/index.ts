import { type CloudPart, type CloudPins, cloudParts, partNames } from '../../phase/cloud-pins.ts'
import type { Site } from '../../phase/site.ts'
import { typed } from '../../phase/typed.ts'
import type { Juju } from '../juju/index.ts'
import type { Kube } from '../kube/index.ts'
import type { Openstack } from '../openstack/index.ts'
import { type Compared, comparedWith } from './compare.ts'
import { type Looked, lookAt } from './look.ts'

export type { Compared } from './compare.ts'
export type { Looked } from './look.ts'

/** Identifies this cloud by ids that no other cloud has, not even one built in its place. Rejects with CouldNotLook only. */
export interface Cloud {
  /** The result of asking each part of the site's cloud for its id. */
  parts(): Promise<readonly Looked[]>
  /**
   * Asks each pinned part of the cloud for its id and compares the id with the pin. Rejects when an id differs; the message names every part that
   * answered.
   */
  compared(): Promise<Compared>
}

export interface Asked {
  readonly juju: Pick<Juju, 'modelUuid'>
  readonly openstack: Pick<Openstack, 'adminDomainId'>
  readonly kube: Pick<Kube, 'clusterUid'>
}

export function createCloud({ juju, openstack, kube }: Asked, site: Pick<Site, 'mgmt' | 'pinned'>): Cloud {
  const asks: Readonly<Record<CloudPart, () => Promise<string>>> = {
    juju: () => juju.modelUuid(),
    keystone: () => openstack.adminDomainId(),
    kubernetes: () => kube.clusterUid(),
  }
  const look = (parts: readonly CloudPart[]) => Promise.all(parts.map((part) => lookAt(part, asks[part])))
  return {
    parts: () => look(partsOf(site)),
    compared: async () => {
      const { pinned = {} } = site
      const compared = comparedWith(pinned, await look(partsOf(site).filter((part) => pinned[part])))
      return { ...compared, notes: [...notPinned(partsOf(site), pinned), ...compared.notes] }
    },
  }
}

/** The parts to ask. The management cluster is left out when the site has none or declares it parked. */
function partsOf({ mgmt }: Pick<Site, 'mgmt'>): readonly CloudPart[] {
  return cloudParts.filter((part) => part !== 'kubernetes' || (mgmt !== undefined && mgmt.parked === undefined))
}

function notPinned(parts: readonly CloudPart[], pinned: CloudPins): readonly string[] {
  const missing = parts.filter((part) => !pinned[part])
  const todo = `pin what answers with ${typed} trust --cloud`
  if (missing.length === 0) return []
  if (missing.length === parts.length) return [`nothing of this cloud is pinned, so another cloud in its place is not noticed: ${todo}`]
  return [`not pinned yet: ${missing.map((part) => partNames[part]).join(', ')}; ${todo}`]
}
