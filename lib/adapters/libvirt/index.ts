import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { jumphost, type Target } from '../../transport/question.ts'
import { observe } from '../command.ts'
import { type Sweep, sweepOf } from '../unit.ts'
import { type DiskFile, diskFile } from './disk-file.ts'
import { type DiskImage, diskImage } from './disk-image.ts'
import { type Domain, domainState, whyPaused } from './domain-state.ts'

export type { Sweep } from '../unit.ts'
export type { DiskFile } from './disk-file.ts'
export type { DiskImage } from './disk-image.ts'
export type { Domain } from './domain-state.ts'

/** The OSD disk of one host that is a libvirt guest. */
export interface Disk {
  /** `/var/lib/libvirt/images/openstack0-1.qcow2` */
  readonly path: string
  readonly file: DiskFile
  /** Absent when there is no file. */
  readonly image?: DiskImage
  /** Absent when libvirt has no domain of the host's name. */
  readonly domain?: Domain
}

export interface Libvirt {
  /** The disk of every host in maas.hosts. In the result, `units` are these hosts. */
  disks(): Promise<Sweep<Disk>>
}

export function createLibvirt(ask: Ask, site: Site): Libvirt {
  const { address, disk = '' } = site.hypervisor ?? {}
  const on: Target = address === undefined ? jumphost : { name: 'hypervisor', address }
  const domainOf = async (host: string): Promise<Domain | 'absent'> => {
    const domain = await observe(ask, on, domainState(host))
    return domain !== 'absent' && domain.isPaused ? { ...domain, state: await observe(ask, on, whyPaused(host)) } : domain
  }
  const look = async (host: string): Promise<Disk> => {
    const path = disk.replaceAll('<host>', host)
    const [file, domain] = await Promise.all([observe(ask, on, diskFile(path)), domainOf(host)])
    return {
      path,
      file,
      ...(domain === 'absent' ? {} : { domain }),
      ...(file.exists ? { image: await observe(ask, on, diskImage(path)) } : {}),
    }
  }
  const hosts = Object.keys(site.maas?.hosts ?? {}).map((name) => ({ name, application: 'libvirt', lost: false }))
  return { disks: () => sweepOf(hosts, ({ name }) => look(name)) }
}
