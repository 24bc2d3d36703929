import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** A file or folder, and who may do what with it. */
export interface Entry {
  /** `/etc/magnum/magnum.conf.d/90-capi-helm.conf` */
  readonly path: string
  /** `90-capi-helm.conf` */
  readonly name: string
  readonly isFile: boolean
  readonly isFolder: boolean
  /**
   * The name ends in `.conf` and does not begin with a dot. oslo.config reads such a file in the folder. It skips hidden files, because Python's glob
   * leaves them out.
   */
  readonly isConf: boolean
  /** `0640` */
  readonly mode: string
  readonly owner: string
  readonly group: string
  /** Whether the conductor's account may open the file, or enter and list the folder. `find` runs as this account. */
  readonly isReadable: boolean
  /** When the content of this file or folder was last changed, by the unit's own clock. */
  readonly written: Date
}

/** The configuration that the conductor is started with: its file, and the folder that --config-dir names, with everything in it. */
export interface ConfFiles {
  /** Absent when it is not there. */
  readonly main?: Entry
  /** Absent when it is not there. */
  readonly folder?: Entry
  /** Everything in the folder. Also empty when the folder is absent, or when the conductor has no permission to list it. */
  readonly entries: readonly Entry[]
  /** Paths that the conductor's account cannot even look at, because it may not enter a folder above them. */
  readonly closed: readonly string[]
}

/**
 * Runs as the user that the conductor runs as, so that the same groups and access lists apply. `find -readable` asks the kernel whether this user may
 * read a path.
 */
export function confFiles(file: string, folder: string): Command<ConfFiles> {
  const shown = (letter: string) => ['-printf', `${letter} %d %y %m %u %g %T@ %p\\n`]
  return {
    argv: ['find', '-L', file, folder, '-maxdepth', '1', '(', '-readable', ...shown('r'), '-o', ...shown('-'), ')'],
    sudo: 'magnum',
    // find exits 1 when a path is absent or cannot be looked at. Its stderr names each such path.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      const complaints = stderr.split('\n').filter((line) => line !== '')
      const odd = complaints.find((line) => complaintIn(line) === undefined)
      if (odd !== undefined || (exitCode === 1 && complaints.length === 0))
        throw new NotUnderstood(`exited ${exitCode}: ${odd?.slice(0, 300) ?? 'stderr is empty'}`)
      const found = stdout === '' ? [] : wholeLines(stdout).map(entryOf)
      const refused = complaints.flatMap((line) => complaintIn(line)?.refused ?? [])
      const absent = complaints.flatMap((line) => complaintIn(line)?.absent ?? [])
      const unseen = [file, folder].find((path) => ![...found.map((one) => one.path), ...refused, ...absent].includes(path))
      if (unseen !== undefined) throw new NotUnderstood(`printed nothing about ${unseen}`)
      const [main, dir] = [found.find((one) => one.path === file), found.find((one) => one.path === folder)]
      return {
        ...(main ? { main } : {}),
        ...(dir ? { folder: { ...dir, isReadable: dir.isReadable && !refused.includes(folder) } } : {}),
        entries: found.filter((one) => one.path.startsWith(`${folder}/`)),
        closed: refused.filter((path) => !found.some((one) => one.path === path)),
      }
    },
  }
}

/**
 * The path that find complains about: `find: '/etc/magnum/magnum.conf.d': Permission denied`. `refused`: find was denied access. `absent`: the path
 * does not exist. Undefined for any other line.
 */
function complaintIn(line: string): { readonly refused: readonly string[]; readonly absent: readonly string[] } | undefined {
  const [, path, why] = /^find: [‘'"](\/.*)[’'"]: (Permission denied|No such file or directory)$/.exec(line) ?? []
  if (path === undefined) return undefined
  return why === 'Permission denied' ? { refused: [path], absent: [] } : { refused: [], absent: [path] }
}

/** `r 1 f 640 root magnum 1795158000.1234567890 /etc/magnum/magnum.conf.d/90-capi-helm.conf` */
function entryOf(line: string): Entry {
  const [, readable, type, mode, owner, group, seconds, path] =
    /^([r-]) [01] (\w) ([0-7]{1,4}) (\S+) (\S+) (\d+(?:\.\d+)?) (\/.+)$/.exec(line) ?? []
  if (!readable || !type || !mode || !owner || !group || !path)
    throw new NotUnderstood(
      `has the line ${JSON.stringify(line.slice(0, 80))}, wanted r (readable) or - (not readable), then depth, type, mode, owner, group, time and path`,
    )
  const name = path.slice(path.lastIndexOf('/') + 1)
  return {
    path,
    name,
    isConf: name.endsWith('.conf') && !name.startsWith('.'),
    isFile: type === 'f',
    isFolder: type === 'd',
    mode: mode.padStart(4, '0'),
    owner,
    group,
    isReadable: readable === 'r',
    written: new Date(Number(seconds) * 1000),
  }
}
