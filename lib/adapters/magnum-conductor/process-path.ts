import { type Command, NotUnderstood } from '../command.ts'
import { foundNothing, searchExits } from '../searched.ts'

/** The folders of a live process's PATH, `['/sbin', '/usr/sbin', '/bin', '/usr/bin']`; absent when it has no PATH. */
export interface ProcessPath {
  readonly pid: number
  readonly folders?: readonly string[]
}

/** Only PATH leaves the machine: the rest of an environment may be secret. Only root and the daemon's own user may read it. */
export function processPath(pid: number): Command<ProcessPath> {
  if (!Number.isSafeInteger(pid) || pid < 1) throw new NotUnderstood(`${pid} is no process id`)
  return {
    argv: ['grep', '-z', '^PATH=', `/proc/${pid}/environ`],
    sudo: true,
    // 1: no PATH among its variables. 2: not readable, as when the process has ended.
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
