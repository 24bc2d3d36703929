import { isAbsolute } from 'node:path'

/** cron gives `/usr/bin:/bin`; juju and the helm of a snap live beyond it. */
const needed = ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin']

export type Environment = Readonly<Record<string, string>> & { readonly PATH: string }

/**
 * What a program on this machine sees: ours, English messages, and a PATH on which the system's own folders are always found.
 * Relative and empty PATH entries go: they would make the answer depend on the folder the run was started in.
 */
export function localEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>> = {},
): Environment {
  const own = Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const folders = (extra.PATH ?? inherited.PATH ?? '').split(':').filter(isAbsolute)
  const PATH = [...new Set([...folders, ...needed])].join(':')
  return { ...Object.fromEntries(own), LC_ALL: 'C', ...extra, PATH }
}
