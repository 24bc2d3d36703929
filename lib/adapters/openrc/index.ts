import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { jumphost } from '../../transport/question.ts'
import { observe } from '../command.ts'
import { type CertificateFile, certificateFile } from '../tls/certificate-file.ts'
import { type OpenrcSettings, openrcSettings } from './settings.ts'

export type { CertificateFile } from '../tls/certificate-file.ts'
export type { OpenrcSettings } from './settings.ts'

/** The files with which everybody on the jumphost reaches OpenStack. Rejects with CouldNotLook only. */
export interface Openrc {
  /** What the site's openrc sets. The values of its secrets are not reported. */
  settings(): Promise<OpenrcSettings>
  /** The certificates in a file, by its absolute path. A file that is missing, or holds no usable certificate, is a fact and not an error. */
  caFile(path: string): Promise<CertificateFile>
}

export function createOpenrc(ask: Ask, site: Site): Openrc {
  return {
    settings: async () => {
      if (site.openrc !== undefined) return openrcSettings(ask, site.openrc)
      throw new CouldNotLook('credential', 'openrc', `site ${site.name} names no openrc`, { remedy: 'add openrc to the site file' })
    },
    caFile: (path) => observe(ask, jumphost, certificateFile(path)),
  }
}
