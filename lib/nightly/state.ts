import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readText } from '../files/read-regular.ts'
import { writeWhole } from '../files/write-whole.ts'
import { Notice } from '../report/notice.ts'
import { Verdict } from '../report/result.ts'

/** One nightly run; the state lists the newest last. */
export const Night = z.object({
  run: z.string(),
  since: z.string(),
  until: z.string().optional(),
  /** `whole`: the run came to its end. `stopped`: a signal ended the run. `killed`: the run noted no end. `failed`: the suite could not run. */
  ended: z.enum(['whole', 'stopped', 'killed', 'failed']),
  exitCode: z.int().optional(),
  /** The folder of the run's report. Absent: the run left no report. */
  folder: z.string().optional(),
})
export type Night = z.infer<typeof Night>

/** A gate that was reported and has not recovered yet. */
export const Open = z.object({
  /** What was wrong with the gate, as a digest by `markOf`. */
  mark: z.string(),
  verdict: Verdict,
  since: z.string(),
  greenRuns: z.int(),
  greenSince: z.string().optional(),
})
export type Open = z.infer<typeof Open>

/** A notification that was not yet delivered. */
export const Letter = z.object({ to: z.string(), notice: Notice, attempts: z.int(), problem: z.string().optional() })
export type Letter = z.infer<typeof Letter>

export const State = z.object({
  schema: z.literal('openstack-gates/nightly/v1'),
  nights: z.array(Night).default([]),
  /** What was wrong with each gate that was red when it was last run, as a digest (`markOf`) by gate id. Absent before the first run. */
  seen: z.record(z.string(), z.string()).optional(),
  open: z.record(z.string(), Open).default({}),
  outbox: z.array(Letter).default([]),
  /** When the last notification was composed. */
  noticedAt: z.string().optional(),
})
export type State = z.infer<typeof State>

export const noState: State = { schema: 'openstack-gates/nightly/v1', nights: [], open: {}, outbox: [] }

/** The most runs that the state lists: more than the reports kept by default, and few enough that the file is quick to write. */
const mostNights = 90

export function stateFile(folder: string): string {
  return join(folder, 'state.json')
}

/** The state that the last run kept. `problem`: the file could not be used; it was set aside, and the run goes on without it. */
export function readState(folder: string): { readonly state: State; readonly problem?: string } {
  const path = stateFile(folder)
  try {
    return { state: State.parse(JSON.parse(readText(path))) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: noState }
    return { state: noState, problem: `${path} cannot be used (${short(error)})${setAside(path)}; what earlier runs saw is not known` }
  }
}

/** Reads the state and never changes the file. Undefined when the file does not exist or cannot be used. */
export function peekState(folder: string): State | undefined {
  return lookAtState(folder).state
}

/** As `peekState`. `problem`: the file exists and cannot be used. */
export function lookAtState(folder: string): { readonly state?: State; readonly problem?: string } {
  const path = stateFile(folder)
  try {
    return { state: State.parse(JSON.parse(readText(path))) }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? {} : { problem: `${path} cannot be used (${short(error)})` }
  }
}

export async function writeState(folder: string, state: State): Promise<void> {
  const nights = state.nights.slice(-mostNights)
  await writeWhole(stateFile(folder), `${JSON.stringify(State.parse({ ...state, nights }), null, 1)}\n`)
}

/** A file that was set aside earlier stays: it may hold notifications that were never delivered. */
function setAside(path: string): string {
  let aside = `${path}.unusable`
  for (let nth = 2; existsSync(aside); nth++) aside = `${path}.unusable-${nth}`
  try {
    renameSync(path, aside)
    return ` and was set aside as ${aside}`
  } catch {
    return ''
  }
}

function short(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is not JSON'
  if (error instanceof z.ZodError) return 'this version writes a different format'
  return (error as NodeJS.ErrnoException).code ?? 'it cannot be read'
}
