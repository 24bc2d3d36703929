import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from './config-error.ts'
import { readConfig } from './config-file.ts'
import type { Site } from './site.ts'
import { typed } from './typed.ts'

export const pinsSchemaId = 'openstack-gates/cloud-pins/v1'

const Pin = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][\w-]{0,63}$/, 'an id in the form that Juju, Keystone and Kubernetes use'),
  /** When somebody agreed to this id, ISO 8601. */
  pinnedAt: z.iso.datetime(),
})

/**
 * The ids that show whether a cloud was rebuilt, one for each part of the cloud, such as its Juju model. A rebuilt cloud has the same addresses and
 * names, but other ids.
 */
export const CloudPins = z.strictObject({
  juju: Pin.optional().describe('UUID of the Juju model'),
  keystone: Pin.optional().describe('Id of Keystone’s admin domain'),
  kubernetes: Pin.optional().describe('UID of the namespace kube-system in the management cluster'),
})
export type CloudPins = z.infer<typeof CloudPins>
export type CloudPart = keyof CloudPins

/** The parts in the order in which the phases make them. */
export const cloudParts = ['juju', 'keystone', 'kubernetes'] as const satisfies readonly CloudPart[]

/** The thing that each id belongs to, as reports name it. */
export const partNames: Readonly<Record<CloudPart, string>> = {
  juju: 'Juju model',
  keystone: 'Keystone admin domain',
  kubernetes: 'kube-system of the management cluster',
}

/** The pins file of one site, as `gates trust` writes it. */
export const PinsFile = z.strictObject({ schema: z.literal(pinsSchemaId), site: z.string(), pinned: CloudPins })

/** The path of a site's pins file, beside the host keys: `~/.config/gates/cloud-prod.json`. */
export function pinsFile({ name, ssh }: Pick<Site, 'name'> & { readonly ssh: Pick<Site['ssh'], 'knownHosts'> }): string {
  return join(dirname(ssh.knownHosts), `cloud-${name}.json`)
}

/** The pins of this cloud; undefined while nothing is pinned. Throws ConfigError for a file that is not this site's pins file. */
export function readPins(site: Parameters<typeof pinsFile>[0]): CloudPins | undefined {
  const file = pinsFile(site)
  if (!existsSync(file)) return undefined
  const todo = `Remove this file, then pin the cloud once more with ${typed} trust --cloud`
  const { site: name, pinned } = readConfig(file, PinsFile, todo)
  if (name !== site.name) throw new ConfigError(file, 'site', `${site.name}, as the file is called`, name, todo)
  return pinned
}

/** The site with the ids that are pinned for its cloud. For commands that deal with the live cloud, not with recordings. */
export function withPins(site: Site): Site {
  const pinned = readPins(site)
  return pinned === undefined ? site : { ...site, pinned }
}
