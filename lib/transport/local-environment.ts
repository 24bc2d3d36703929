import { isAbsolute } from 'node:path'

/** cron sets PATH to `/usr/bin:/bin`; juju, and helm when it is installed as a snap, are in other folders. */
const needed = ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin']

export type Environment = Readonly<Record<string, string>> & { readonly PATH: string }

/**
 * The environment of a program on this machine: our own, with English messages and a PATH that always has the system's folders. Relative and empty
 * PATH entries are removed, because they would make the answer depend on the folder the run was started in.
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
