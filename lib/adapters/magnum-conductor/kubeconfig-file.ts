import { posix } from 'node:path'
import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** The kubeconfig file that the driver uses. Its content is not read. */
export interface KubeconfigFile {
  readonly path: string
  /** The rights and size of the file. Absent when the file does not exist, or when the conductor may not look into its folder. */
  readonly seal?: Seal
  /** The rights of the folder that the file is in; absent when there is no such folder. */
  readonly folder?: Seal & { readonly path: string }
  /** True when the conductor's account lacks the right to enter a folder on the way to the file. */
  readonly isClosed: boolean
}

export interface Seal {
  /** `0600` */
  readonly mode: string
  readonly owner: string
  readonly group: string
  /** 0 is an empty file. */
  readonly sizeBytes: number
  /** Whether the conductor's account may read the file or folder. The question runs as that account. */
  readonly isReadable: boolean
}

/**
 * Reads the rights of the kubeconfig file and of its folder, and follows links. The folder's rights show whether somebody else may put another file
 * there.
 */
export function kubeconfigFile(path: string): Command<KubeconfigFile> {
  const folder = posix.dirname(path)
  const shown = (letter: string) => ['-printf', `${letter} %m %u:%g %s %p\\n`]
  return {
    argv: ['find', '-L', path, folder, '-maxdepth', '0', '(', '-readable', ...shown('r'), '-o', ...shown('-'), ')'],
    sudo: 'magnum',
    // 1: the file or its folder is not there, or may not be looked at.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      const complaints = stderr.split('\n').filter((line) => line !== '')
      const about = (one: string, why: string) =>
        complaints.some((line) => /^find: [‘'"](.*)[’'"]: (.*)$/.exec(line)?.slice(1).join() === `${one},${why}`)
      const missing = (one: string) => about(one, 'No such file or directory')
      const closed = (one: string) => about(one, 'Permission denied')
      const found = stdout === '' ? [] : wholeLines(stdout).map(sealIn)
      const sealOf = (one: string) => found.find((seal) => seal.path === one)
      const unseen = [path, folder].find((one) => !sealOf(one) && !missing(one) && !closed(one))
      if (unseen !== undefined || (exitCode === 1 && complaints.length === 0))
        throw new NotUnderstood(`exited ${exitCode}: ${complaints[0]?.slice(0, 300) ?? `nothing about ${unseen}`}`)
      const [seal, above] = [sealOf(path), sealOf(folder)]
      return { path, ...(seal ? { seal } : {}), ...(above ? { folder: above } : {}), isClosed: closed(path) || closed(folder) }
    },
  }
}

/** `r 600 magnum:magnum 5642 /etc/magnum/kubeconfig` */
function sealIn(line: string): Seal & { readonly path: string } {
  const [, readable, mode, owner, group, size, path] = /^([r-]) ([0-7]{1,4}) (\S+):(\S+) (\d+) (\/.*)$/.exec(line) ?? []
  if (!readable || !mode || !owner || !group || !path)
    throw new NotUnderstood(
      `has the line ${JSON.stringify(line.slice(0, 80))}, wanted these fields: readable (r or -), mode, owner, group, size, path`,
    )
  return { path, mode: mode.padStart(4, '0'), owner, group, sizeBytes: Number(size), isReadable: readable === 'r' }
}
