import type { Ask } from '../../transport/ask.ts'
import type { Target } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe } from '../command.ts'
import { onlyLine } from '../lines.ts'
import { configArgs } from './config-args.ts'

const path = '/etc/default/magnum-conductor'

/** /etc/default/magnum-conductor, which the init script sources after it has assembled DAEMON_ARGS. */
export type DefaultsFile = { readonly exists: false } | ({ readonly exists: true } & DefaultsStat & Partial<DefaultsText>)

export interface DefaultsStat {
  /** `0644` */
  readonly mode: string
  /** `root:root` */
  readonly owner: string
  /** When the file was last changed, in seconds since 1970. A process that started before then has not read the present content. */
  readonly modifiedS: number
  readonly sizeBytes: number
}

/** The file's text. Absent when the file's mode does not let every user read it: that mode is the fault, so the text is not read with sudo. */
export interface DefaultsText {
  readonly content: string
  /** The file's lines that set DAEMON_ARGS, as written and in order: `['DAEMON_ARGS="$DAEMON_ARGS --config-dir /etc/magnum/magnum.conf.d"']` */
  readonly assignments: readonly string[]
  /**
   * The folders that --config-dir names in the lines that set DAEMON_ARGS, without those that a later line drops because it does not repeat
   * $DAEMON_ARGS. Paths are normalised: `/a//b/` is `/a/b`.
   */
  readonly configDirs: readonly string[]
  /** A line that sets DAEMON_ARGS ends in a carriage return, which the shell passes on as part of the last word. */
  readonly hasCarriageReturn: boolean
  /**
   * True when the last line that sets DAEMON_ARGS keeps the init script's own arguments: the line uses `+=` or contains $DAEMON_ARGS. False when no
   * line sets DAEMON_ARGS.
   */
  readonly appends: boolean
}

const statOf: Command<DefaultsStat | 'absent'> = {
  argv: ['stat', '-L', '-c', '%a %U:%G %Y %s', path],
  // 1: the file is not there, or stat failed for another reason, which it prints.
  exits: [0, 1],
  parse: ({ exitCode, stdout, stderr }) => {
    if (exitCode === 1) {
      if (/No such file or directory\s*$/.test(stderr) && stdout === '') return 'absent'
      throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
    }
    const line = onlyLine(stdout)
    const [, mode, owner, modifiedS, sizeBytes] = /^([0-7]{1,4}) (\S+:\S+) (\d+) (\d+)$/.exec(line) ?? []
    if (!mode || !owner) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted mode, owner, time and size`)
    return { mode: mode.padStart(4, '0'), owner, modifiedS: Number(modifiedS), sizeBytes: Number(sizeBytes) }
  },
}

function textOf(sizeBytes: number): Command<DefaultsText> {
  return {
    argv: ['cat', path],
    parse: ({ stdout }) => {
      if (stdout === '' && sizeBytes > 0) throw new NotUnderstood(`printed nothing of ${sizeBytes} bytes`)
      // The shell joins a line that ends in a backslash to the next one.
      const lines = stdout
        .replaceAll(/^[ \t]*#.*\n/gm, '')
        .replaceAll('\\\n', '')
        .split('\n')
        .filter((line) => /^\s*(export\s+)?DAEMON_ARGS\+?=/.test(line))
      const assignments = lines.map((line) => line.trim())
      const last = assignments.at(-1) ?? ''
      const kept = assignments.slice(
        Math.max(
          0,
          assignments.findLastIndex((line) => !isAppending(line)),
        ),
      )
      const configDirs = kept.flatMap((line) => configArgs(line.replaceAll(/["'\r]/g, ' ')).configDirs)
      return {
        content: stdout,
        assignments,
        configDirs,
        hasCarriageReturn: lines.some((line) => line.endsWith('\r')),
        appends: isAppending(last),
      }
    },
  }
}

export async function defaultsFile(ask: Ask, on: Target): Promise<DefaultsFile> {
  const stat = await observe(ask, on, statOf)
  if (stat === 'absent') return { exists: false }
  if (!isForEverybody(stat.mode)) return { exists: true, ...stat }
  return { exists: true, ...stat, ...(await observe(ask, on, textOf(stat.sizeBytes))) }
}

function isAppending(line: string): boolean {
  return /\$DAEMON_ARGS\b|\$\{DAEMON_ARGS\}|DAEMON_ARGS\+=/.test(line)
}

function isForEverybody(mode: string): boolean {
  return (Number.parseInt(mode, 8) & 0o004) !== 0
}
