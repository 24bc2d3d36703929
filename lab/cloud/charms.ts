import { applications, hypervisor } from './table.ts'

/** Deployed applications that only the stand-in for juju knows of: no process of the lab plays their units. */
export const statusOnly = {
  /** Its units run on the machines that nova lists as compute hosts. */
  compute: { name: 'nova-compute', machines: ['0', '1'] },
  /**
   * The lab starts no host for this charm's unit, so the unit has the address of the lab's hypervisor. Gates ask the unit whether haproxy runs there;
   * the hypervisor answers correctly that none runs.
   */
  images: { name: 'glance-simplestreams-sync', machines: ['1/lxd/3'], metal: hypervisor.metal, provider: '127.0.4.90' },
  retrofit: 'octavia-diskimage-retrofit',
} as const

const channels: Readonly<Record<string, string>> = { hacluster: '2.4/stable', vault: '1.8/stable' }

/** The channel a charm was deployed from: `2024.1/stable` */
export function channelOf(charm: string): string {
  return channels[charm] ?? '2024.1/stable'
}

export const charmRevision = 100

/** Every charm of the model, once. */
export const charms: readonly string[] = [
  ...applications.map(({ name }) => name),
  statusOnly.compute.name,
  statusOnly.images.name,
  statusOnly.retrofit,
  'hacluster',
]
