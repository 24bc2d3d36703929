import { statusOnly } from './charms.ts'
import { type Application, vips } from './table.ts'

/** One option of a charm as `juju config` reports it. */
export interface Setting {
  readonly value: string | number
  readonly type: 'string' | 'int'
  readonly description: string
}
export type Settings = Readonly<Record<string, Setting>>

/** The options that are set for each application of the model; options at their defaults are left out. */
export function settingsByApplication(applications: readonly Application[]): Readonly<Record<string, Settings>> {
  const fronted = applications.filter(({ vip }) => vip !== undefined)
  return {
    ...Object.fromEntries(applications.map(({ name }) => [name, {}])),
    ...Object.fromEntries(fronted.flatMap((app) => [[app.name, vip(app)] as const, [`hacluster-${app.name}`, {}] as const])),
    octavia: { ...ofOctavia(fronted), 'amp-image-tag': imageTag('The tag of the image that amphorae are made from.') },
    [statusOnly.retrofit]: { 'amp-image-tag': imageTag('A second tag for each image, beside the tag of the charm.') },
    [statusOnly.compute.name]: {
      'reserved-host-memory': { value: 8192, type: 'int', description: 'Memory in MB that is kept for the host.' },
    },
    [statusOnly.images.name]: {},
  }
}

function ofOctavia(applications: readonly Application[]): Settings {
  const octavia = applications.find(({ name }) => name === 'octavia')
  return octavia ? vip(octavia) : {}
}

function vip(app: Application): Settings {
  return {
    vip: { value: vips(app).join(' '), type: 'string', description: 'Virtual IP(s) to use to front API services in HA configuration.' },
  }
}

function imageTag(description: string): Setting {
  return { value: 'octavia-amphora', type: 'string', description }
}
