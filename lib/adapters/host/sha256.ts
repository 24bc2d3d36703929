import { type Command, NotUnderstood } from '../command.ts'
import { onlyLine } from '../lines.ts'

/** `sha256`: 64 hexadecimal digits, lower case; absent when there is no such file. */
export interface FileSum {
  readonly sha256?: string
}

/** Asks for the SHA-256 checksum of a file. If `path` is a link, the answer is the checksum of the file that the link leads to. */
export function sha256Of(path: string): Command<FileSum> {
  return {
    argv: ['sha256sum', path],
    // 1: the file could not be read, and stderr says why.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (/: No such file or directory\s*$/.test(stderr) && stdout === '') return {}
        throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
      }
      const line = onlyLine(stdout)
      const sha256 = /^([0-9a-f]{64}) [ *](.*)$/.exec(line)
      if (!sha256?.[1] || sha256[2] !== path)
        throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 120))}, wanted 64 hexadecimal digits and ${path}`)
      return { sha256: sha256[1] }
    },
  }
}
