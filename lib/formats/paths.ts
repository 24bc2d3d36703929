import { posix } from 'node:path'

/** A normalised absolute path: without `..`, `.`, an empty part or a character that means something to a shell. */
export const absolutePathShape = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.@+-]+)+$/

/**
 * A path, normalised: `/etc/magnum/magnum.conf.d/`, `/etc//magnum/./magnum.conf.d` → `/etc/magnum/magnum.conf.d`. Paths that programs or people
 * wrote are normalised before they are compared.
 */
export function onePath(path: string): string {
  const normal = posix.normalize(path)
  return normal.length > 1 ? normal.replace(/\/$/, '') : normal
}

/** Commands of the maas program itself: a profile with such a name would be taken for the command. */
export const maasCommands: ReadonlySet<string> = new Set(
  'apikey changepassword config configauth config-tls config-vault createadmin dbshell help init list login logout migrate msm power refresh shell status'.split(
    ' ',
  ),
)
