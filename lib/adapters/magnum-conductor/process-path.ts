import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'
import { foundNothing, searchExits } from '../searched.ts'

/** The folders of a live process's PATH, `['/sbin', '/usr/sbin', '/bin', '/usr/bin']`; absent when it has no PATH. */
export interface ProcessPath {
  readonly pid: number
  readonly folders?: readonly string[]
}

/**
 * The PATH that the init script sets for the daemon, whatever systemd and the shell had: `PATH=/sbin:/usr/sbin:/bin:/usr/bin`. The last such line
 * counts.
 */
export const initScriptPath: Command<readonly string[]> = {
  argv: ['grep', '-E', '^[[:space:]]*(export[[:space:]]+)?PATH=', '/etc/init.d/magnum-conductor'],
  parse: ({ stdout }) => {
    const line = wholeLines(stdout).at(-1) ?? ''
    const [, path] = /^\s*(?:export\s+)?PATH=["']?([\w/.:-]+)["']?\s*(?:[;#&].*)?$/.exec(line) ?? []
    if (path === undefined)
      throw new NotUnderstood(`the last PATH line is ${JSON.stringify(line.slice(0, 80))}, but PATH= must be followed by folders only`)
    return path.split(':').filter((folder) => folder !== '')
  },
}

/**
 * The PATH of a running process. Only root and the daemon's own user may read a process's environment, so this uses
 * sudo. Only PATH leaves the machine: the other variables may be secret.
 */
export function processPath(pid: number): Command<ProcessPath> {
  if (!Number.isSafeInteger(pid) || pid < 1) throw new NotUnderstood(`${pid} is not a process id`)
  return {
    argv: ['grep', '-z', '^PATH=', `/proc/${pid}/environ`],
    sudo: true,
    // 1: the process has no PATH variable. 2: its environment cannot be read, for example because the process has ended.
    exits: searchExits,
    parse: (answer) => {
      const { exitCode, stdout, stderr } = answer
      if (exitCode === 2 && /No such file/.test(stderr)) throw new NotUnderstood(`process ${pid} has ended meanwhile`)
      if (foundNothing(answer)) return { pid }
      const [, path] = /^PATH=([^\0\n]*)\0$/.exec(stdout) ?? []
      if (path === undefined) throw new NotUnderstood(`printed ${JSON.stringify(stdout.slice(0, 80))}, wanted PATH=…, ended by a NUL`)
      return { pid, folders: path.split(':').filter((folder) => folder !== '') }
    },
  }
}
