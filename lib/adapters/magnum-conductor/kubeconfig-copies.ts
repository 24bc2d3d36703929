import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** A kubeconfig in a folder for temporary files. It is recognised by its content. */
export interface Copy {
  readonly path: string
  /** `0644` */
  readonly mode: string
  readonly owner: string
}

/** At most 1 MiB, in bytes: find rounds up in every larger unit, so -1M would find only empty files. */
const size = ['-size', '-1048577c']

const folders = ['/tmp', '/var/tmp', '/dev/shm']
/**
 * The beginning of a kubeconfig in base64: people copy a kubeconfig to another machine as one line of base64. kubectl and k8s begin a kubeconfig
 * with "apiVersion: v1\nclusters:". People begin one with "apiVersion: v1\nkind: Config\n".
 */
const inBase64 = '^YXBpVmVyc2lvbjogdjEK(Y2x1c3RlcnM6|a2luZDogQ29uZmlnC)'
/** `kind: Config` in YAML or JSON. A KubeletConfiguration or a kubeadm ClusterConfiguration has another kind. */
const isConfig = `(^|[^[:alnum:]])kind["']?[[:space:]]*:[[:space:]]*["']?Config["']?([[:space:],}]|$)|${inBase64}`
/**
 * Matches a kubeconfig in which a key for a secret, such as `token`, has a value. A kubeconfig that only names the file or the program that supplies
 * the secret does not match. A kubeconfig that `inBase64` recognises always matches, because base64 is not decoded.
 */
const hasSecret = `(^|[^[:alnum:]])(client-key-data|token|password)["']?[[:space:]]*:[[:space:]]*["']?[[:alnum:]+/._-]|${inBase64}`

/**
 * grep only says whether a file matches both patterns, and no content leaves the machine. find prints the searched folders too, so an empty output
 * means that nothing was searched.
 */
const argv = [
  'find',
  ...folders,
  ...['-maxdepth', '3', '-xdev', '('],
  ...folders.flatMap((folder) => ['-path', folder, '-o']),
  ...['-type', 'f', ...size],
  ...[isConfig, hasSecret].flatMap((pattern) => ['-exec', 'grep', '-qE', pattern, '{}', ';']),
  ...[')', '-printf', '%y %m %u %p\\n'],
]

/**
 * `sudo` is true on a unit, because the files of all accounts count there. It is false on the jumphost: a file that our own account may not open
 * there is protected from other accounts too.
 */
export function kubeconfigCopies(sudo: boolean): Command<readonly Copy[]> {
  return {
    argv,
    sudo,
    // 1: some folder could not be entered, or a file vanished meanwhile.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      const complaints = stderr.split('\n').filter((line) => line !== '')
      // A known error message names a path. A message without a path means that grep could not be started, so nothing was read.
      const known = /^(?:find: [‘'"]\/.*[’'"]|grep: \/.*): (?:Permission denied|No such file or directory)$/
      const odd = complaints.find((line) => !known.test(line) || (sudo && line.startsWith('grep:') && line.endsWith('Permission denied')))
      if (odd !== undefined || (exitCode === 1 && complaints.length === 0))
        throw new NotUnderstood(`exited ${exitCode}: ${odd?.slice(0, 300) ?? 'it printed no reason'}`)
      const found = wholeLines(stdout).map(fileOf)
      const isAbsent = (folder: string) => complaints.some((line) => line === `find: ‘${folder}’: No such file or directory`)
      const unseen = folders.filter((folder) => !found.some((one) => one.path === folder) && !isAbsent(folder))
      if (unseen.length > 0) throw new NotUnderstood(`says nothing of ${unseen.join(' and ')}`)
      return found.filter((one) => one.isFile).map(({ path, mode, owner }) => ({ path, mode, owner }))
    },
  }
}

/**
 * Reads one line of find's output: `f 644 ubuntu /tmp/kubeconfig`. `isFile` is false for a searched folder and for a link, which is not a copy
 * itself.
 */
function fileOf(line: string): Copy & { readonly isFile: boolean } {
  const [, type, mode, owner, path] = /^(\w) ([0-7]{1,4}) (\S+) (\/.*)$/.exec(line) ?? []
  if (!type || !mode || !owner || !path)
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted type, mode, owner and path`)
  return { path, mode: mode.padStart(4, '0'), owner, isFile: type === 'f' }
}
