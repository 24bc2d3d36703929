import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** Proof that nobody but root can put another file in this place. */
export interface RootsOwn {
  /** `/opt/magnum/bin/python3` */
  readonly path: string
}

/**
 * Checks every folder on the way to a file, every link and its target, and the file itself. Throws NotUnderstood when an account other than root can
 * write to one of them.
 */
export function rootsPath(path: string): Command<RootsOwn> {
  return {
    argv: ['namei', '-l', path],
    parse: ({ stdout }) => {
      const [first, ...rest] = wholeLines(stdout)
      if (first !== `f: ${path}`) throw new NotUnderstood(`began with ${JSON.stringify(first?.slice(0, 80))}, wanted "f: ${path}"`)
      const steps = rest.map(stepOf)
      const foreign = steps.find((step) => !isRootsOwn(step))
      if (foreign) throw notRoots(foreign.name, foreign)
      if (steps.at(-1)?.type !== '-') throw new NotUnderstood(`the path does not lead to a regular file: ${path}`)
      return { path }
    },
  }
}

/**
 * Checks a folder and everything in it except symbolic links. `find` prints the folder itself, and the entries that root does not own or that other
 * accounts may write to.
 */
export function rootsFolder(path: string): Command<RootsOwn> {
  const foreign = ['!', '-type', 'l', '(', '!', '-user', 'root', '-o', '-perm', '/022', ')']
  return {
    argv: ['find', path, '-xdev', '(', '-path', path, '-o', ...foreign, ')', '-printf', '%M %u %g %p\\n'],
    parse: ({ stdout }) => {
      const [folder, other] = wholeLines(stdout).map(stepOf)
      if (folder?.name !== path) throw new NotUnderstood(`began with ${JSON.stringify(folder?.name.slice(0, 80))}, wanted ${path}`)
      if (!isRootsOwn(folder)) throw notRoots(path, folder)
      if (other) throw notRoots(other.name, other)
      return { path }
    },
  }
}

interface Step {
  /** `d`, `l`, `-` */
  readonly type: string
  /** `rwxr-xr-x` */
  readonly mode: string
  readonly owner: string
  readonly group: string
  /** `python3 -> python3.12` */
  readonly name: string
}

function stepOf(line: string): Step {
  const [, type, mode, owner, group, name] = /^([dlbcps-])([rwxsStT-]{9}) +(\S+) +(\S+) +(.+)$/.exec(line) ?? []
  if (!type || !mode || !owner || !group || !name)
    throw new NotUnderstood(`the output line ${JSON.stringify(line.slice(0, 80))} does not hold a mode, an owner, a group and a name`)
  return { type, mode, owner, group, name }
}

/** A link's mode says nothing: its folder decides who may replace the link. */
function isRootsOwn({ type, mode, owner, group }: Step): boolean {
  if (owner !== 'root') return false
  return type === 'l' || (mode[7] !== 'w' && (mode[4] !== 'w' || group === 'root'))
}

function notRoots(name: string, { type, mode, owner, group }: Step): NotUnderstood {
  return new NotUnderstood(`${name} is ${owner}:${group} ${type}${mode}: accounts other than root can write to it, so it is not run`)
}
