import { absolutePath } from '../../transport/names.ts'
import { type Command, NotUnderstood } from '../command.ts'
import { onlyLine } from '../lines.ts'
import type { ConductorProcess } from './live.ts'

/** The Python that runs the conductor, and the version of magnum-capi-helm that this Python finds. */
export interface Driver {
  /** `/usr/bin/python3` */
  readonly python: string
  /** `1.4.0`; absent when it is not installed there. */
  readonly version?: string
}

/** Reads the metadata that pip left, without importing the driver. The first version in the list is the one that Python would import. */
export const driverCode =
  'import importlib.metadata as m, json; print(json.dumps([d.version for d in m.distributions(name="magnum-capi-helm")]))'

/** -I leaves out the current folder and the packages of the account that asks: the conductor does not see them either. */
export function driverIn(python: string): Command<Driver> {
  return {
    argv: [python, '-I', '-c', driverCode],
    parse: ({ stdout }) => {
      const line = onlyLine(stdout)
      const versions = listIn(line)
      if (versions === undefined) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted a list of versions`)
      const [version] = versions
      return { python, ...(version === undefined ? {} : { version }) }
    },
  }
}

/** The Python that runs the conductor: its command line begins `/usr/bin/python3 /usr/bin/magnum-conductor`. */
export function pythonOf(processes: readonly ConductorProcess[]): string {
  const main = processes.find((process) => process.isParent)
  if (main === undefined) throw new NotUnderstood('no magnum-conductor runs, so it is not known which Python it uses')
  const [python = ''] = main.args
  if (!isPython(python)) throw new NotUnderstood(`the conductor runs as ${JSON.stringify(python.slice(0, 80))}, which is not Python`)
  return python
}

/**
 * Whether the path is absolute and its last part is `python`, `python3` or a name such as `python3.12`: `/opt/magnum/bin/python3.12`. This does not
 * show who put the program there.
 */
export function isPython(path: string): boolean {
  return absolutePath.is(path) && /\/python(?:3(?:\.\d{1,2})?)?$/.test(path)
}

function listIn(line: string): readonly string[] | undefined {
  try {
    const value = JSON.parse(line) as unknown
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined
  } catch {
    return undefined
  }
}
