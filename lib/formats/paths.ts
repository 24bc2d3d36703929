/** A normalised absolute path: without `..`, `.`, an empty part or a character that a shell could take for its own. */
export const absolutePathShape = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.@+-]+)+$/

/** Commands of maas itself: a profile of such a name would be taken for one. */
export const maasCommands: ReadonlySet<string> = new Set(
  'apikey changepassword config configauth config-tls config-vault createadmin dbshell help init list login logout migrate msm power refresh shell status'.split(
    ' ',
  ),
)
