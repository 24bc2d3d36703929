import { type Command, NotUnderstood } from '../command.ts'
import { onlyLine } from '../lines.ts'
import { withMessage } from './message.ts'

export type DiskFile = { readonly exists: false } | { readonly exists: true; readonly mode: string; readonly owner: string }

/** Reads a file's mode and owner: `{ exists: true, mode: '600', owner: 'root:root' }`. Runs as root, because only root may open the file's folder. */
export function diskFile(path: string): Command<DiskFile> {
  return {
    argv: ['stat', '-L', '-c', '%a %U:%G', path],
    sudo: true,
    // 1: the file is not there, or stat failed for another reason, which it prints.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (stdout === '' && /No such file or directory\s*$/.test(stderr)) return { exists: false }
        throw new NotUnderstood(`exited 1${withMessage(stderr)}`)
      }
      const line = onlyLine(stdout)
      const [, mode, owner] = /^([0-7]{1,4}) (\S+:\S+)$/.exec(line) ?? []
      if (!mode || !owner) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted mode and owner`)
      return { exists: true, mode, owner }
    },
  }
}
