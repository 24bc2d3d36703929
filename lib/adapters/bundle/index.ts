import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { describe, jumphost } from '../../transport/question.ts'
import { observe, understood } from '../command.ts'
import { type BundleApplication, bundle } from './bundle.ts'
import { allows, charmLock, isSameChannel, type Pin } from './charm-lock.ts'
import { plannedVips, type VipSet } from './planned-vips.ts'

export type { BundleApplication } from './bundle.ts'
export type { Pin } from './charm-lock.ts'
export type { PlannedVip, VipSet } from './planned-vips.ts'

/** The files that the cloud was or will be deployed from: on the jumphost, at the paths that the site names. */
export interface Bundle {
  /** Empty when the bundle deploys nothing. */
  applications(): Promise<readonly BundleApplication[]>
  /** The applications that have a `vip` option. */
  vips(): Promise<readonly VipSet[]>
  /** The pin of each application or charm, by its name. Never empty. */
  lock(): Promise<ReadonlyMap<string, Pin>>
  readonly allows: typeof allows
  readonly isSameChannel: typeof isSameChannel
}

export function createBundle(ask: Ask, site: Site): Bundle {
  const applications = async () => observe(ask, jumphost, bundle(pathOf(site, 'bundle')))
  return {
    applications,
    vips: async () => {
      const all = await applications()
      return understood(describe({ kind: 'command', on: jumphost, argv: ['cat', pathOf(site, 'bundle')] }), () => plannedVips(all, site))
    },
    allows,
    isSameChannel,
    lock: async () => observe(ask, jumphost, charmLock(pathOf(site, 'charmLock'))),
  }
}

function pathOf(site: Site, key: 'bundle' | 'charmLock'): string {
  const path = site[key]
  if (path !== undefined) return path
  throw new CouldNotLook(
    'credential',
    `site ${key}`,
    `site ${site.name} does not say where its ${key === 'bundle' ? 'bundle' : 'charm lock'} is`,
    {
      remedy: `add ${key} to the site file`,
    },
  )
}
