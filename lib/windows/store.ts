import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { type Lock, takeLock } from '../files/lock.ts'
import { readText } from '../files/read-regular.ts'
import { writeWhole } from '../files/write-whole.ts'
import { ConfigError, UsageError } from '../phase/config-error.ts'
import { checkConfig } from '../phase/config-file.ts'
import { stateFolder } from '../phase/state-folder.ts'

/** The longest window that can be opened. A longer window could keep two nightly runs in a row from alerting anyone. */
export const longestMs = 24 * 3_600_000

export const Window = z
  .strictObject({
    id: z.string().regex(/^w-[0-9a-f]{4}$/, 'an id such as w-3f9c'),
    openedAt: z.iso.datetime(),
    until: z.iso.datetime(),
    phases: z.array(z.string()).min(1),
    reason: z.string().min(1),
    by: z.string(),
  })
  .refine(({ openedAt, until }) => Date.parse(until) - Date.parse(openedAt) <= longestMs, 'a window of at most 24 hours')
export type Window = z.infer<typeof Window>

const WindowFile = z.strictObject({ windows: z.array(Window) })

export function windowFile(site: string): string {
  return join(stateFolder(site), 'windows.json')
}

/** The windows that were opened by hand, expired ones too. None when there is no file. Throws a ConfigError when it cannot be read. */
export function readWindows(file: string): readonly Window[] {
  const todo = `If you need no open window, remove this file: rm ${file}`
  let text: string
  try {
    text = readText(file, { maxBytes: 1024 * 1024 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new ConfigError(file, '', 'a file that can be read', code, todo)
  }
  return checkConfig(file, parsed(file, text, todo), WindowFile, todo).windows
}

/** The windows that are open: begun, and not over. */
export function openAt(windows: readonly Window[], now: Date): readonly Window[] {
  return windows.filter(({ openedAt, until }) => Date.parse(openedAt) <= now.getTime() && now.getTime() < Date.parse(until))
}

/**
 * Replaces the windows in the file with those that `change` returns, without the windows that are over. Two changes at the same time come one after
 * the other, so that neither loses what the other wrote.
 */
export async function changeWindows(file: string, now: Date, change: (windows: readonly Window[]) => readonly Window[]): Promise<void> {
  const lock = await lockFor(file)
  try {
    const left = change(readWindows(file)).filter(({ until }) => now.getTime() < Date.parse(until))
    await writeWhole(file, `${JSON.stringify({ windows: left }, null, 2)}\n`).catch((error) => {
      throw notWritten(file, error)
    })
  } finally {
    lock.release()
  }
}

/** How long a change waits for another one. A change itself takes some milliseconds. */
const patienceMs = 10_000

async function lockFor(file: string): Promise<Lock> {
  const end = performance.now() + patienceMs
  for (;;) {
    const lock = lockNow(file)
    if (lock !== 'held') return lock
    if (performance.now() > end) throw new UsageError(`${file} cannot be written: another command has kept it locked for too long`)
    await setTimeout(20)
  }
}

function lockNow(file: string): Lock | 'held' {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    return takeLock(dirname(file), 'windows.lock')
  } catch (error) {
    throw notWritten(file, error)
  }
}

function notWritten(file: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const said = code === '' || code === 'ERR_SQLITE_ERROR' ? String(error) : code
  return new UsageError(`${file} cannot be written: ${said}. Name another folder with GATES_STATE_DIR`)
}

export function newWindowId(): string {
  return `w-${randomBytes(2).toString('hex')}`
}

function parsed(file: string, text: string, todo: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigError(file, '', 'valid JSON', error instanceof Error ? error.message : String(error), todo)
  }
}
