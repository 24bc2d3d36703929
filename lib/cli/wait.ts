import { UsageError } from '../phase/config-error.ts'
import { counted } from '../report/plain-text.ts'
import { durationMs } from '../run/duration.ts'
import type { Pause } from '../run/until-green.ts'

export interface WaitFlags {
  readonly untilGreen?: string
  readonly dwell?: string
  readonly replay?: true | string
  readonly failFast?: true
}

const usualDwellMs = 60_000

/** How long to wait for green, and how long green must hold; undefined when the run does not wait. */
export function waitFor(flags: WaitFlags): { readonly untilMs: number; readonly dwellMs: number } | undefined {
  const { untilGreen, dwell, replay, failFast } = flags
  if (untilGreen === undefined) {
    if (dwell !== undefined) throw new UsageError('--dwell needs --until-green: --dwell says how long green must hold')
    return undefined
  }
  if (replay !== undefined)
    throw new UsageError('--until-green and --replay exclude each other: a recording gives the same answers each time')
  if (failFast)
    throw new UsageError(
      '--until-green and --fail-fast exclude each other: --until-green asks failed gates again, --fail-fast asks nothing after a failure',
    )
  const untilMs = durationMs('--until-green', untilGreen)
  const dwellMs = dwell === undefined ? Math.min(usualDwellMs, untilMs / 2) : durationMs('--dwell', dwell)
  if (dwellMs >= untilMs)
    throw new UsageError(
      `--dwell: wanted less than --until-green, which is ${untilGreen}, received ${dwell}: green could never hold for so long`,
    )
  return { untilMs, dwellMs }
}

/** `asked again in 20 s: 2 gates not green (a, b)` */
export function pauseText({ pauseMs, notGreen, holdMs }: Pause): string {
  const when = `asked again in ${Math.round(pauseMs / 1000)} s`
  if (notGreen.length === 0) return `${when}: all green, which must hold for ${Math.ceil(holdMs / 1000)} s more`
  const names = notGreen.length <= 3 ? ` (${notGreen.join(', ')})` : ''
  return `${when}: ${counted(notGreen.length, 'gate')} not green${names}`
}
