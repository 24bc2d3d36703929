/** What a command line tells the conductor to read. */
export interface ConfigArgs {
  /** The words, program first: `['/usr/bin/magnum-conductor', '--config-file=/etc/magnum/magnum.conf', …]` */
  readonly args: readonly string[]
  /** `['/etc/magnum/magnum.conf']`; empty when `--config-file` was lost. */
  readonly configFiles: readonly string[]
  /** `['/etc/magnum/magnum.conf.d']` */
  readonly configDirs: readonly string[]
}

/** Splits on white space, as the init script's unquoted echo and ps have already done. */
export function configArgs(line: string): ConfigArgs {
  const args = line.split(/\s+/).filter((word) => word !== '')
  return { args, configFiles: valuesOf('--config-file', args), configDirs: valuesOf('--config-dir', args) }
}

/** oslo.config takes `--config-dir X` and `--config-dir=X`. An option that ends the line has no value. */
function valuesOf(option: string, args: readonly string[]): readonly string[] {
  return args.flatMap((word, i) => {
    if (word.startsWith(`${option}=`)) return [word.slice(option.length + 1)]
    return word === option ? (args[i + 1] ?? []) : []
  })
}
