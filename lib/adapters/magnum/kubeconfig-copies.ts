import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** A file in /tmp or /var/tmp that is a kubeconfig by its name. */
export interface Copy {
  readonly path: string
  /** `0644` */
  readonly mode: string
  readonly owner: string
}

const folders = ['/tmp', '/var/tmp']
const names = ['*kube*conf*', 'capi-mgmt*.y*ml', 'admin.conf']
/** Programs and documents are called so as well. */
const notData = /\.(?:[cm]?[jt]sx?|go|py|pyc|rs|rb|java|sh|md|rst|html?|svg|png|log)$/

/** By name only: nothing is opened. The folders are printed too, so that an empty answer cannot be taken for a clean one. */
const argv = [
  'find',
  ...folders,
  '-maxdepth',
  '3',
  '-xdev',
  '(',
  ...folders.flatMap((folder) => ['-path', folder, '-o']),
  ...names.flatMap((name) => ['-iname', name, '-o']),
  '-path',
  '*/.kube/config',
  ')',
  '-printf',
  '%y %m %u %p\\n',
]

/** With sudo on a unit, where everybody's files count. Without it on the jumphost: a folder we may not enter keeps its files from others too. */
export function kubeconfigCopies(sudo: boolean): Command<readonly Copy[]> {
  return {
    argv,
    sudo,
    // 1: some folder could not be entered, or a file vanished meanwhile.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      const complaints = stderr.split('\n').filter((line) => line !== '')
      const odd = complaints.find((line) => !/^find: .*: (?:Permission denied|No such file or directory)$/.test(line))
      if (odd !== undefined || (exitCode === 1 && complaints.length === 0))
        throw new NotUnderstood(`exited ${exitCode}: ${odd?.slice(0, 300) ?? 'and said nothing'}`)
      const found = wholeLines(stdout).map(fileOf)
      const unseen = folders.filter((folder) => !found.some((one) => one.path === folder))
      if (unseen.length > 0) throw new NotUnderstood(`says nothing of ${unseen.join(' and ')}`)
      return found.filter((one) => one.isFile && !notData.test(one.path)).map(({ path, mode, owner }) => ({ path, mode, owner }))
    },
  }
}

/** `f 644 ubuntu /tmp/kubeconfig`. A link is a way to a copy, not one. */
function fileOf(line: string): Copy & { readonly isFile: boolean } {
  const [, type, mode, owner, path] = /^(\w) ([0-7]{1,4}) (\S+) (\/.*)$/.exec(line) ?? []
  if (!type || !mode || !owner || !path)
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted type, mode, owner and path`)
  return { path, mode: mode.padStart(4, '0'), owner, isFile: type === 'f' }
}
