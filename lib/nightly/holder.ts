import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { readText } from '../files/read-regular.ts'
import { writeWhole } from '../files/write-whole.ts'

/** The nightly run that is under way, or one whose process ended before the run was finished. */
export const Holder = z.object({
  pid: z.int(),
  host: z.string(),
  /** When the process started, in clock ticks since boot; no later process has the same ticks and boot id. Empty when /proc does not say. */
  startTicks: z.string(),
  boot: z.string(),
  since: z.string(),
  run: z.string(),
})
export type Holder = z.infer<typeof Holder>

const file = (folder: string) => join(folder, 'running.json')

export function ourselves(run: string, since: Date): Holder {
  const { pid } = process
  return { pid, host: hostname(), startTicks: startTicks(pid), boot: bootId(), since: since.toISOString(), run }
}

export async function writeHolder(folder: string, holder: Holder): Promise<void> {
  await writeWhole(file(folder), `${JSON.stringify(holder)}\n`)
}

export function holderFile(folder: string): string {
  return file(folder)
}

/** The nightly run that `running.json` in the folder names. Undefined when no run is under way, or when that file cannot be read. */
export function readHolder(folder: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readText(file(folder))))
  } catch {
    return undefined
  }
}

/** Whether the process still runs. Undefined when it is on another machine. */
export function isAlive(holder: Holder): boolean | undefined {
  if (holder.host !== hostname()) return undefined
  return holder.boot === bootId() && holder.startTicks !== '' && holder.startTicks === startTicks(holder.pid)
}

/**
 * When the process started, in clock ticks after boot: field 22 in proc_pid_stat(5). The fields are counted from the last bracket, since the name
 * in field 2 may itself hold blanks and brackets. Empty when the process has ended.
 */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie, which has ended but was not yet waited for, holds nothing any more.
    return fields[0] === 'Z' ? '' : (fields[19] ?? '')
  } catch {
    return ''
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
