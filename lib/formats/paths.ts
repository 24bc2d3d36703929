import { posix } from 'node:path'

/** A normalised absolute path: without `..`, `.`, an empty part or a character that a shell could take for its own. */
export const absolutePathShape = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.@+-]+)+$/

/**
 * The one spelling of a path: `/etc/magnum/magnum.conf.d/`, `/etc//magnum/./magnum.conf.d` → `/etc/magnum/magnum.conf.d`. Paths that programs
 * and people write are compared in it.
 */
export function onePath(path: string): string {
  const normal = posix.normalize(path)
  return normal.length > 1 ? normal.replace(/\/$/, '') : normal
}

/** Commands of maas itself: a profile of such a name would be taken for one. */
export const maasCommands: ReadonlySet<string> = new Set(
  'apikey changepassword config configauth config-tls config-vault createadmin dbshell help init list login logout migrate msm power refresh shell status'.split(
    ' ',
  ),
)
