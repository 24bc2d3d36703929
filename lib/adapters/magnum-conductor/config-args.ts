import { onePath } from '../../formats/paths.ts'

/** The files and folders that a command line tells the conductor to read. */
export interface ConfigArgs {
  /** The words, program first: `['/usr/bin/magnum-conductor', '--config-file=/etc/magnum/magnum.conf', …]` */
  readonly args: readonly string[]
  /** `['/etc/magnum/magnum.conf']`; empty when `--config-file` was lost. Paths are normalised: `/a//b/` is `/a/b`. */
  readonly configFiles: readonly string[]
  /** `['/etc/magnum/magnum.conf.d']` */
  readonly configDirs: readonly string[]
}

/**
 * Splits a command line at the blanks with which `ps`, or the unquoted `echo` of the init script, joined the words. A carriage return stays in its
 * word.
 */
export function configArgs(line: string): ConfigArgs {
  const args = line.split(/[ \t\n]+/).filter((word) => word !== '')
  return { args, configFiles: valuesOf('--config-file', args), configDirs: valuesOf('--config-dir', args) }
}

/** oslo.config takes `--config-dir X` and `--config-dir=X`. An option that ends the line has no value. */
function valuesOf(option: string, args: readonly string[]): readonly string[] {
  const values = args.flatMap((word, i) => {
    if (word.startsWith(`${option}=`)) return [word.slice(option.length + 1)]
    return word === option ? (args[i + 1] ?? []) : []
  })
  return values.map(onePath)
}
