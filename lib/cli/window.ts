import { userInfo } from 'node:os'
import { UsageError } from '../phase/config-error.ts'
import { readPhases } from '../phase/phase.ts'
import { readFoundSite } from '../phase/read-site.ts'
import type { Site } from '../phase/site.ts'
import { openUntil } from '../phase/weekly.ts'
import { utcMinute } from '../report/plain-text.ts'
import { durationMs } from '../run/duration.ts'
import { phasesNamed } from '../run/select.ts'
import { checkWeekly } from '../windows/in-windows.ts'
import { changeWindows, longestMs, newWindowId, openAt, readWindows, type Window, windowFile } from '../windows/store.ts'
import { cleanLine } from './clean-line.ts'

export interface WindowFlags {
  readonly site?: string
  readonly phase: readonly string[]
  readonly reason?: string
}

/** `gates window open 2h --phase 05-08 --reason TEXT` */
export async function openCommand(time: string, { site: siteFlag, phase, reason = '' }: WindowFlags): Promise<number> {
  const forMs = durationMs('window open', time)
  if (forMs > longestMs)
    throw new UsageError(
      `window open: wanted at most 24h, received ${time}. For a longer time, open a second window when the first one is over`,
    )
  if (phase.length === 0) throw new UsageError('--phase is needed: name the phases that the window is for, such as 05-08, or all')
  if (reason.trim() === '') throw new UsageError('--reason is needed: say what is being done, for those who see red gates meanwhile')
  const known = readPhases()
  const named = phase.flatMap((text) => text.split(',').filter(Boolean)).flatMap((text) => phasesNamed(known, text))
  if (named.length === 0) throw new UsageError(`No phase is named by --phase ${phase.join(' ')}`)
  const file = windowFile(readFoundSite(siteFlag).name)
  const now = new Date()
  const window: Window = {
    id: newWindowId(),
    openedAt: now.toISOString(),
    until: new Date(now.getTime() + forMs).toISOString(),
    phases: known.flatMap(({ id }) => (named.some((one) => one.id === id) ? id : [])),
    reason: reason.trim(),
    by: accountName(),
  }
  await changeWindows(file, now, (windows) => [...windows, window])
  process.stdout.write(`${lineOf(window)}\n`)
  return 0
}

/** `gates window list`: the open windows, and the weekly ones. */
export async function listCommand({ site: siteFlag }: WindowFlags): Promise<number> {
  const site = readFoundSite(siteFlag)
  checkWeekly(site)
  const now = new Date()
  const lines = [...openAt(readWindows(windowFile(site.name)), now).map(lineOf), ...weeklyLines(site, now)]
  process.stdout.write(lines.length === 0 ? `site ${site.name} has no maintenance window\n` : `${lines.join('\n')}\n`)
  return 0
}

/** `gates window close [ID]`: without an id, the only open window. */
export async function closeCommand(id: string | undefined, { site: siteFlag }: WindowFlags): Promise<number> {
  const file = windowFile(readFoundSite(siteFlag).name)
  const now = new Date()
  // Throws when there is no window to close. `changeWindows` would first make a folder and a lock file.
  toClose(readWindows(file), id, now)
  let closed: Window | undefined
  await changeWindows(file, now, (windows) => {
    closed = toClose(windows, id, now)
    return windows.filter((one) => one !== closed)
  })
  if (closed) process.stdout.write(`closed: ${lineOf(closed)}\n`)
  return 0
}

/** The open window with this id; without an id, the only open one. Throws UsageError when there is none, or when there are several and no id. */
function toClose(windows: readonly Window[], id: string | undefined, now: Date): Window {
  const open = openAt(windows, now)
  const ids = open.map((one) => one.id).join(', ')
  if (open.length === 0)
    throw new UsageError('No window to close: no window that was opened by hand is in force. Weekly windows end by themselves')
  if (id === undefined && open.length > 1) throw new UsageError(`${open.length} windows are open (${ids}): say which`)
  const closed = id === undefined ? open[0] : open.find((one) => one.id === id)
  if (closed === undefined) throw new UsageError(`No open window is called ${id}; the open windows are ${ids}`)
  return closed
}

function lineOf({ id, until, phases, reason, by }: Window): string {
  return cleanLine(`${id}  open until ${utcMinute(until)}  ${phases.join(', ')}  ${reason} (${by})`)
}

function weeklyLines({ windows }: Site, now: Date): readonly string[] {
  return windows.map((window) => {
    const until = openUntil(window, now)
    const open = until === undefined ? '' : `, open until ${utcMinute(until.toISOString())}`
    const { day, from, to, timezone, phases, reason } = window
    return cleanLine(`weekly  ${day} ${from} to ${to} ${timezone}${open}  ${phases}  ${reason}`)
  })
}

/** The name of this account; some accounts have only a number. */
function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
