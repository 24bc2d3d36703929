import { CouldNotLook } from '../could-not-look.ts'
import { at, type Hop } from './options.ts'

/** How a login shell ended before it ran the command. */
export interface Ended {
  readonly exitCode: number
  /** Both streams; may be empty. */
  readonly printed: string
}

const mostShown = 120

interface KnownWords {
  readonly printed: RegExp
  readonly says: (hop: Hop) => string
  readonly remedy: (hop: Hop) => string | undefined
}

/** What a machine prints instead of running the command, when the cause is neither the login shell nor the shell's own files. */
const knownWords: readonly KnownWords[] = [
  {
    // cloud-init writes this as a forced command in front of the keys of root.
    printed: /Please login as the user "/,
    says: ({ user }) => `runs no command for ${user}: it wants another account to log in (ssh.user in the site file)`,
    remedy: () => undefined,
  },
  {
    printed: /password has expired|Password change required|required to change your password|account has expired/i,
    says: ({ user }) => `runs no command for ${user}: the password of the account has expired`,
    remedy: (hop) => onUnit(hop, `chage -l ${hop.user}`),
  },
]

/** The login shell's own files (`.bashrc` that ends in `exit 0`), or the shell itself (nologin), ended the session. */
export function neverCame(hop: Hop, asked: string, { exitCode, printed }: Ended): CouldNotLook {
  const said = quoted(printed)
  const known = knownWords.find(({ printed: raw }) => raw.test(printed))
  if (known)
    return new CouldNotLook('credential', `login shell ${hop.name}`, `${asked}: ${at(hop)} ${known.says(hop)}; it said ${said}`, {
      remedy: known.remedy(hop),
    })
  const what = said === '' ? 'printed nothing' : `printed ${said}`
  return ended(hop, `${asked}: the login shell of ${hop.user} on ${at(hop)} ended (exit ${exitCode}) before the command began, and ${what}`)
}

/** The command began, but its shell has ended: the output may be half of an answer. */
export function endedHalfWay(hop: Hop, asked: string, exitCode: number): CouldNotLook {
  return ended(hop, `${asked}: the shell on ${at(hop)} ended (exit ${exitCode}) before the command ended`)
}

/** What the command printed on stderr came on stdout, or did not come at all. */
export function mixedStreams(hop: Hop, asked: string): CouldNotLook {
  return ended(
    hop,
    `${asked}: what a command of ${hop.user} on ${at(hop)} prints on stderr does not arrive on stderr, so its errors are lost or look like its answer: a startup file of the login shell (exec 2>&1) or a forced command sends stderr elsewhere`,
  )
}

/** A sentence for the operator: the login shell printed something before the command. */
export function noiseOf(hop: Hop, printed: string): string {
  return `the login shell of ${hop.user} on ${at(hop)} printed ${quoted(printed)} before a command; that output was left out of the answer`
}

function ended(hop: Hop, message: string): CouldNotLook {
  const remedy = startUpFiles(hop)
  return new CouldNotLook('not-understood', `login shell ${hop.name}`, message, remedy ? { remedy } : {})
}

/**
 * A juju exec command that shows the account's login shell and the end of its `.bashrc`. Juju's agent runs the command without that login shell.
 * Undefined when the hop is neither a unit nor a machine of the model.
 */
function startUpFiles(hop: Hop): string | undefined {
  return onUnit(hop, `getent passwd ${hop.user}; tail -n 5 ~${hop.user}/.bashrc`)
}

function onUnit({ unit }: Hop, line: string): string | undefined {
  const [, machine] = /^machine\/(.+)$/.exec(unit ?? '') ?? []
  const where = machine === undefined ? `--unit ${unit}` : `--machine ${machine}`
  return unit?.includes('/') ? `juju exec ${where} -- '${line}'` : undefined
}

/** The text in quotes, on one line and without control characters. A text longer than `mostShown` is cut. Empty when there is nothing to quote. */
export function quoted(text: string): string {
  const clean = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return clean === '' ? '' : `"${clean.length > mostShown ? `${clean.slice(0, mostShown)}…` : clean}"`
}
