import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** The helm that a process finds when it has only the init script's PATH. */
export interface HelmOnInitPath {
  /** `/usr/bin/helm`; absent when no folder of the PATH has a helm that can be executed. */
  readonly path?: string
  /** The version of helm, `3.17.3`, without the v and the build. Absent when helm did not run. */
  readonly version?: string
  /** The message that was printed in place of a version: `sh: 1: helm: Permission denied`. */
  readonly said?: string
}

/** The PATH that LSB init scripts run under (DOCFIX-035). */
const initPath = '/usr/sbin:/usr/bin:/sbin:/bin'

/** Runs as the service's user, because a login account may run programs that the conductor may not. */
export const helmOnInitPath: Command<HelmOnInitPath> = {
  argv: ['env', '-i', `PATH=${initPath}`, 'sh', '-c', 'command -v helm && helm version --short'],
  sudo: 'magnum',
  // command -v exits 127 (dash) or 1 (bash) without a message when there is no helm. 126: found, but not executable. Any other code is helm's own.
  exits: [0, 1, 126, 127],
  parse: ({ exitCode, stdout, stderr }) => {
    if (stdout === '') {
      if ((exitCode === 127 || exitCode === 1) && stderr.trim() === '') return {}
      throw new NotUnderstood(`exited ${exitCode}: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
    }
    const [path, ...rest] = wholeLines(stdout)
    if (!path?.startsWith('/')) throw new NotUnderstood(`printed ${JSON.stringify(stdout.slice(0, 80))}, wanted a path first`)
    if (exitCode !== 0) return { path, said: [...rest, stderr.trim()].join('\n').trim().slice(0, 300) || `exit ${exitCode}` }
    return { path, version: versionIn(rest) }
  },
}

/** `v3.17.3+ge4da497`. helm prints its warnings on stderr. */
function versionIn(lines: readonly string[]): string {
  const [, version] = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)(?:\+[\w.]+)?$/.exec(lines.join('\n')) ?? []
  if (version === undefined)
    throw new NotUnderstood(`printed ${JSON.stringify(lines.join('\n').slice(0, 80))} for a version, wanted v3.17.3+…`)
  return version
}
