import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** Whom openstack-pkg-tools runs the service as. */
const account = 'magnum'

/** A file or folder, and who may do what with it. */
export interface Entry {
  /** `90-capi-helm.conf`; `.` for the folder itself. */
  readonly name: string
  readonly isFile: boolean
  /** `0640` */
  readonly mode: string
  readonly owner: string
  readonly group: string
  /** For the conductor, which runs as magnum: a folder it may enter and list. */
  readonly isReadable: boolean
}

/** The folder that --config-dir names, with what lies in it. */
export type ConfDir = { readonly exists: false } | { readonly exists: true; readonly folder: Entry; readonly entries: readonly Entry[] }

export function confDirOf(path: string): Command<ConfDir> {
  return {
    argv: ['find', '-L', path, '-maxdepth', '1', '-printf', '%d %y %m %u %g %f\\n'],
    sudo: true,
    // 1: something could not be looked at; only of the folder itself is that an answer.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (stdout === '' && /: No such file or directory\s*$/.test(stderr)) return { exists: false }
        throw new NotUnderstood(`exited 1: ${stderr.trim().split('\n')[0]?.slice(0, 300) || 'and said nothing'}`)
      }
      const [folder, ...entries] = wholeLines(stdout).map(entryOf)
      if (folder?.name !== '.') throw new NotUnderstood('did not begin with the folder itself')
      return { exists: true, folder, entries }
    },
  }
}

/** `1 f 640 root magnum 90-capi-helm.conf` */
function entryOf(line: string): Entry {
  const [, depth, type, mode, owner, group, name] = /^([01]) (\w) ([0-7]{1,4}) (\S+) (\S+) (.+)$/.exec(line) ?? []
  if (!depth || !mode || !owner || !group || !name)
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted depth, type, mode, owner, group and name`)
  const isFile = type === 'f'
  return {
    name: depth === '0' ? '.' : name,
    isFile,
    mode: mode.padStart(4, '0'),
    owner,
    group,
    isReadable: mayRead(isFile, mode, owner, group),
  }
}

function mayRead(isFile: boolean, mode: string, owner: string, group: string): boolean {
  const needed = isFile ? 0o4 : 0o5
  const shift = owner === account ? 6 : group === account ? 3 : 0
  return ((Number.parseInt(mode, 8) >> shift) & needed) === needed
}
