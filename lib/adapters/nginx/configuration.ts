import { dirname, matchesGlob, resolve } from 'node:path/posix'
import { absolutePath } from '../../transport/names.ts'
import { type Command, NotUnderstood } from '../command.ts'
import { type Directive, directivesOf } from './directives.ts'

/** The configuration that nginx would start with, each include replaced by its files. It describes the files, not the workers that serve now. */
export type Configuration = readonly Directive[]

/** Runs as root, because nginx opens the keys that the files name. Without `config`, nginx reads the default file that is compiled into it. */
export function configuration(config: string | undefined): Command<Configuration> {
  return {
    argv: ['nginx', '-T', ...(config === undefined ? [] : ['-c', config])],
    sudo: true,
    parse: ({ stdout }) => {
      const [main, ...others] = filesIn(stdout)
      if (!main) throw unlikeADump(stdout)
      const files = new Map([main, ...others].map((file) => [file.path, directivesOf(file.text, file.path)]))
      return included(files.get(main.path) ?? [], { files, folder: dirname(main.path), within: [main.path] })
    },
  }
}

/**
 * The paths of files that nginx reads only when it starts or reloads: its configuration, and the certificates, CAs and revocation lists that the
 * configuration names. A path with a variable is left out, because nginx opens that file for each TLS handshake.
 */
export function filesRead(config: string | undefined): Command<readonly string[]> {
  return {
    ...configuration(config),
    parse: ({ stdout }) => {
      const files = filesIn(stdout)
      const [main] = files
      if (!main) throw unlikeADump(stdout)
      const named = files.flatMap(({ path, text }) => certificatesIn(directivesOf(text, path)))
      const all = [...files.map(({ path }) => path), ...named.map((name) => resolve(dirname(main.path), name))]
      return [...new Set(all)].map((path) => absolutePath.checked(path, 'nginx -T'))
    },
  }
}

function unlikeADump(stdout: string): NotUnderstood {
  return new NotUnderstood(`begins with ${JSON.stringify(stdout.slice(0, 60))}, wanted "# configuration file …:"`)
}

/** Settings that name a file with certificates or a list of revoked ones. */
const certificateFile = /^(?:proxy_)?ssl_(?:certificate|trusted_certificate|client_certificate|crl)$/

/**
 * The paths in the settings of `certificateFile`, also inside blocks. A value with `$` or `:` is left out: a path with a variable, or a certificate
 * that a variable holds (`data:$cert`).
 */
function certificatesIn(directives: readonly Directive[]): readonly string[] {
  return directives.flatMap(({ name, args: [value = ''], block = [] }) =>
    certificateFile.test(name) && value !== '' && !/[$:]/.test(value) ? [value] : certificatesIn(block),
  )
}

/** nginx -T prints each file once, in the order in which it loaded them: a line that names the file, the file's text, then an empty line. */
function filesIn(stdout: string): readonly { readonly path: string; readonly text: string }[] {
  if (!stdout.endsWith('\n')) throw new NotUnderstood(stdout === '' ? 'printed nothing' : 'was cut short: the last line feed is missing')
  const [before, ...parts] = stdout.split(/^# configuration file (\/.*):\n/m)
  if (before?.trim() !== '') return []
  return parts.flatMap((path, i) => (i % 2 === 0 ? [{ path, text: parts[i + 1] ?? '' }] : []))
}

interface Including {
  readonly files: ReadonlyMap<string, readonly Directive[]>
  /** The folder of the main file. A relative path in an `include` starts from it. */
  readonly folder: string
  /** The files that are being read, outermost first. */
  readonly within: readonly string[]
}

function included(directives: readonly Directive[], including: Including): readonly Directive[] {
  return directives.flatMap((one) => {
    if (one.name === 'include') return includedBy(one, including)
    // nginx takes a relative path from the folder of its main file.
    if (one.name === 'proxy_ssl_trusted_certificate') return [{ ...one, args: one.args.map((path) => resolve(including.folder, path)) }]
    return one.block ? [{ ...one, block: included(one.block, including) }] : [one]
  })
}

function includedBy({ args: [pattern = ''], at }: Directive, { files, folder, within }: Including): readonly Directive[] {
  const wanted = resolve(folder, pattern)
  const isGlob = /[*?[]/.test(wanted)
  const paths = isGlob ? [...files.keys()].filter((path) => matchesGlob(path, wanted)).sort() : [wanted]
  return paths.flatMap((path) => {
    const file = files.get(path)
    if (!file) throw new NotUnderstood(`${at}: includes ${path}, which nginx -T did not print`)
    if (within.includes(path)) throw new NotUnderstood(`${at}: ${path} includes itself`)
    return included(file, { files, folder, within: [...within, path] })
  })
}
