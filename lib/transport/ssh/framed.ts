import { randomBytes } from 'node:crypto'

/** The output of a session, split at the marks. */
export type Unframed =
  /** The login shell ended before it reached the command. `printed`: what it printed, on both streams. */
  | { readonly came: 'never'; readonly printed: string }
  /** The command began, but the shell ended before it printed the mark after the command. */
  | { readonly came: 'half' }
  /** The marks of stderr are not on stderr: the login shell's files, or a forced command, have sent that stream elsewhere (`exec 2>&1`). */
  | { readonly came: 'mixed' }
  | {
      readonly came: 'whole'
      readonly exitCode: number
      readonly stdout: Buffer
      readonly stderr: Buffer
      /** What the login shell's startup files printed before the command ran. Almost always empty. */
      readonly noise: string
    }

/**
 * A command whose output, on both streams, stands between two marks. The login shell's startup files may print something of their own, or end the
 * shell early.
 */
export interface Framed {
  /** The line that the login shell gets. Bourne shells, fish and csh read it alike. */
  readonly line: string
  /** The most bytes that marks add. */
  readonly overhead: number
  read(stdout: Buffer, stderr: Buffer): Unframed
}

/**
 * Puts a mark before and after the output of a line of POSIX shell. `nonce` is new for each question, so that no output contains a mark by chance.
 * The line itself contains no mark: a shell that prints its lines (`set -x`), or a forced command that logs them, would print the mark too early.
 */
export function framed(command: string, nonce = randomBytes(9).toString('hex')): Framed {
  const begin = `gates-${nonce}-begin`
  const end = `gates-${nonce}-end`
  const script = [
    `printf gates-%s-begin ${nonce}`,
    `printf gates-%s-begin ${nonce} >&2`,
    command,
    'gates=$?',
    `printf gates-%s-end%s. ${nonce} $gates`,
    `printf gates-%s-end ${nonce} >&2`,
    'exit $gates',
  ]
  return {
    line: forAnyShell(script.join('; ')),
    overhead: 2 * (begin.length + end.length) + '255.'.length,
    read(stdout, stderr) {
      const [noise, fromBegin] = split(stdout, begin)
      const [errorNoise, errorFromBegin] = split(stderr, begin)
      if (!fromBegin) return { came: 'never', printed: `${stdout}${stderr}` }
      const [answer, fromEnd] = split(fromBegin, end)
      const exitCode = /^(\d{1,3})\./.exec(fromEnd?.toString('latin1', 0, 4) ?? '')?.[1]
      if (exitCode === undefined) return { came: 'half' }
      const [errors, afterErrors] = split(errorFromBegin ?? stderr, end)
      // Without both marks on stderr, the errors of the command are lost, or stand in its answer as if they were data.
      if (!errorFromBegin || !afterErrors) return { came: 'mixed' }
      return { came: 'whole', exitCode: Number(exitCode), stdout: answer, stderr: errors, noise: `${noise}${errorNoise}` }
    },
  }
}

/** The bytes before the mark, and those after it; the latter are undefined when there is no mark. */
function split(bytes: Buffer, mark: string): readonly [Buffer, Buffer | undefined] {
  const at = bytes.indexOf(mark)
  return at === -1 ? [bytes, undefined] : [bytes.subarray(0, at), bytes.subarray(at + mark.length)]
}

/**
 * One line that hands a script to sh, whatever the login shell is. Within single quotes fish interprets `\\` and `\'`, and csh interprets `!` and
 * newlines. So every character that is not plain is sent as an octal number for printf: three digits after `\0` (POSIX, printf, %b).
 */
function forAnyShell(script: string): string {
  const plain = /[\w @%+=:,./-]/
  const encoded = [...Buffer.from(script)].map((byte) => {
    const character = String.fromCharCode(byte)
    return plain.test(character) ? character : `\\0${byte.toString(8).padStart(3, '0')}`
  })
  return `sh -c 'eval "$(printf %b "${encoded.join('')}")"'`
}
