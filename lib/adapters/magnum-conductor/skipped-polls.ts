import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** A poll of a cluster's health that failed with an error and was skipped (magnum/service/periodic.py). Magnum then keeps the old health. */
export interface SkippedPoll {
  /** UUID in Magnum. */
  readonly cluster: string
  /** The age of the poll's log line when the log was read, in seconds by the unit's own clock. Negative when that clock was set back in between. */
  readonly agoS: number
  /** `401 Client Error: Unauthorized for url: https://…`; at most 200 characters. */
  readonly reason: string
}

/** What the log of one conductor shows of the polls it skipped. */
export interface PollLog {
  /** The last skipped poll of each cluster. Later polls may have worked: at the level INFO, the log has no line about a poll that worked. */
  readonly skipped: readonly SkippedPoll[]
  /** Why the log was not read: `head: cannot open '…/magnum-conductor.log' for reading: Permission denied`. */
  readonly unread?: string
}

const log = '/var/log/magnum/magnum-conductor.log'

/**
 * Prints the unit's local time, which the log uses too, then the lines about skipped polls in the last 4 MiB of the log and of the rotated log before
 * it. The log can be long: a traceback follows each such line. Fails when neither log has content.
 */
const script = [
  `log=${log}; date "+%F %T" && head -c 1 "$log" >/dev/null && if test -s "$log" || test -s "$log.1";`,
  'then tail -qc 4194304 "$log.1" "$log" | grep -aoE ".{0,400}Skip pulling data from cluster .{1,300}" | tail -n 500;',
  'else echo "$log is empty" >&2; exit 1; fi',
].join(' ')

/** Runs as the service's user, who owns the log. Only this user, root and the group adm may read the log. */
export const skippedPolls: Command<PollLog> = {
  argv: ['sh', '-c', script],
  sudo: 'magnum',
  exits: [0, 1],
  parse: ({ exitCode, stdout, stderr }) => {
    const [clock = '', ...lines] = wholeLines(stdout)
    const now = secondsOf(clock)
    if (now === undefined) throw new NotUnderstood(`printed ${JSON.stringify(clock.slice(0, 80))}, wanted the time first`)
    if (exitCode !== 0) {
      const [unread = ''] = stderr.trim().split('\n')
      if (unread === '') throw new NotUnderstood(`exited ${exitCode}: it printed no reason`)
      return { skipped: [], unread: unread.slice(0, 300) }
    }
    const last = new Map(lines.map((line) => skippedIn(line, now)).map((one) => [one.cluster, one]))
    return { skipped: [...last.values()] }
  },
}

const skip =
  /^.*?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\b.*Skip pulling data from cluster ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}) due to error: (.*)$/
/** oslo.log ends each line about a skipped poll with the class of the error and the text of the error once more. */
const summary = /: [\w.]+(?:Error|Exception): .*$/

/** `2026-11-28 17:26:47.190 18896 WARNING magnum.service.periodic [None req-… - - - - - -] Skip pulling data from cluster 3c1f… due to error: 401 …` */
function skippedIn(line: string, now: number): SkippedPoll {
  const [, time = '', cluster, reason = ''] = skip.exec(line) ?? []
  const at = secondsOf(time)
  if (cluster === undefined || at === undefined)
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 200))}, wanted a time, a cluster’s UUID and an error`)
  return { cluster, agoS: now - at, reason: reason.replace(summary, '').slice(0, 200).trim() || 'without a reason' }
}

/**
 * Seconds for a time such as `2026-11-28 17:26:47`. Undefined for anything else. The local time is read as UTC, because only the difference between
 * two local times is used.
 */
function secondsOf(local: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(local)) return undefined
  const ms = Date.parse(`${local.replace(' ', 'T')}Z`)
  return Number.isNaN(ms) ? undefined : ms / 1000
}
