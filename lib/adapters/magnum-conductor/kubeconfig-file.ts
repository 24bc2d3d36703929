import { posix } from 'node:path'
import type { Ask } from '../../transport/ask.ts'
import type { Target } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe } from '../command.ts'
import { onlyLine } from '../lines.ts'

/** The kubeconfig the driver uses, without a look at what is in it. */
export interface KubeconfigFile {
  readonly path: string
  /** Absent when there is no such file. */
  readonly seal?: Seal
  /** Of the folder it lies in; absent when there is none. */
  readonly folder?: Seal & { readonly path: string }
}

export interface Seal {
  /** `0600` */
  readonly mode: string
  readonly owner: string
  readonly group: string
  /** 0 is an empty file. */
  readonly sizeBytes: number
}

export async function kubeconfigFile(ask: Ask, on: Target, path: string): Promise<KubeconfigFile> {
  const [seal, folder] = await Promise.all([observe(ask, on, sealOf(path)), observe(ask, on, sealOf(posix.dirname(path)))])
  return {
    path,
    ...(seal === 'absent' ? {} : { seal }),
    ...(folder === 'absent' ? {} : { folder: { ...folder, path: posix.dirname(path) } }),
  }
}

/** Of what a link leads to. */
export function sealOf(path: string): Command<Seal | 'absent'> {
  return {
    argv: ['stat', '-L', '-c', '%a %U:%G %s', path],
    sudo: true,
    // 1: it is not there, or stat failed otherwise and says so.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (stdout === '' && /: No such file or directory\s*$/.test(stderr)) return 'absent'
        throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'and said nothing'}`)
      }
      const line = onlyLine(stdout)
      const [, mode, owner, group, size] = /^([0-7]{1,4}) (\S+):(\S+) (\d+)$/.exec(line) ?? []
      if (!mode || !owner || !group)
        throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted mode, owner, group and size`)
      return { mode: mode.padStart(4, '0'), owner, group, sizeBytes: Number(size) }
    },
  }
}
