import { type Command, NotUnderstood } from '../../command.ts'
import { onlyLine } from '../../lines.ts'
import type { Algorithm } from './manifest.ts'

/** The checksum of a file on the jumphost, lower case; absent when there is no such file. */
export function fileSum(algorithm: Algorithm, path: string): Command<{ readonly sum?: string }> {
  return {
    argv: [`${algorithm}sum`, path],
    // 1: the file could not be read, and stderr says why.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (/: No such file or directory\s*$/.test(stderr) && stdout === '') return {}
        throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
      }
      const line = onlyLine(stdout)
      const digits = algorithm === 'sha256' ? 64 : 128
      const [, sum = '', name] = /^([0-9a-f]+) [ *](.*)$/.exec(line) ?? []
      if (sum.length !== digits || name !== path)
        throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 120))}, wanted ${digits} hexadecimal digits and ${path}`)
      return { sum }
    },
  }
}
