import { NotUnderstood } from '../command.ts'

/**
 * - `up`: takes traffic, and a health check has said so; `UP 1/3` still does, its checks have begun to fail
 * - `down`: takes none; `DOWN 1/2` is coming up, `DOWN (agent)` was told so by its agent
 * - `operator`: taken out on purpose, in maintenance, draining or at zero load
 * - `unproven`: takes traffic without any check having spoken for it
 */
export type ServerState = 'up' | 'down' | 'operator' | 'unproven'

/** The texts of haproxy's stats-proxy.c, whole: a new one must not pass for a known one. */
const up = /^UP( \d+\/\d+)?$/
const down = /^DOWN( \d+\/\d+| \(agent\))?$/
const operator = /^(MAINT( \((via [^()]+|resolution)\))?|(DRAIN|NOLB)( \d+\/\d+| \(agent\))?)$/

/** `checkStatus` as printed, without the `* ` of a check in flight: `INI` before the first check, empty when health checks are off. */
export function serverState(status: string, checkStatus: string, isTracking: boolean): ServerState {
  if (down.test(status)) return 'down'
  if (operator.test(status)) return 'operator'
  if (status === 'no check') return 'unproven'
  if (up.test(status)) return isProven(checkStatus, isTracking) ? 'up' : 'unproven'
  throw new NotUnderstood(`shows a server with the status ${JSON.stringify(status.slice(0, 60))}, which no known haproxy prints`)
}

/** A server that tracks another has no check of its own and shares the other's status. */
function isProven(checkStatus: string, isTracking: boolean): boolean {
  return isTracking || !['', 'INI', 'UNK'].includes(checkStatus)
}
