import { lstatSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../phase/config-error.ts'
import { checkConfig, readConfig } from '../phase/config-file.ts'
import { readPhases } from '../phase/phase.ts'
import { findSite } from '../phase/read-site.ts'
import type { Site } from '../phase/site.ts'
import { Waiver, wrongDate } from '../phase/waiver.ts'
import { suggestion } from '../run/select.ts'

/** The content of a file of waivers. */
export interface WaiversRead {
  /** Absent: there is no file of waivers. */
  readonly file?: string
  readonly waivers: readonly Waiver[]
  /** A sentence for each waiver that cannot be read. Such a waiver covers nothing, and does not affect the others. */
  readonly unreadable: readonly string[]
  /** Why the file itself could not be read. A green run then has the verdict `unknown` (exit code 3). */
  readonly problem?: string
}

export const noWaivers: WaiversRead = { waivers: [], unreadable: [] }

/**
 * Reads the waivers of a site from the first of these that is given: the file `named`, the file that the site file names, `waivers.yaml` beside the
 * site file. Throws a ConfigError when the file cannot be read.
 */
export function readWaivers(site: Site, { named, siteFlag }: { readonly named?: string; readonly siteFlag?: string }): WaiversRead {
  const file = named === undefined ? (site.waivers ?? besideSite(siteFlag)) : resolve(named)
  return file === undefined ? noWaivers : waiversIn(file, site.name)
}

/**
 * As `readWaivers`, for a run that nobody watches: when the file cannot be read, the run has no waivers, and `problem`
 * says why.
 */
export function readWaiversOrNone(...which: Parameters<typeof readWaivers>): WaiversRead {
  try {
    return readWaivers(...which)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { ...noWaivers, problem: error.message }
  }
}

/** Reads one file. `today`: `2026-11-28`; absent: the current day, UTC. */
export function waiversIn(file: string, site: string, today = new Date().toISOString().slice(0, 10)): WaiversRead {
  const { waivers: rows } = readConfig(file, Rows, 'See sites/example.waivers.yaml')
  const gates = readPhases().flatMap((phase) => phase.gates.map(({ id }) => id))
  const waivers: Waiver[] = []
  const unreadable: string[] = []
  for (const [index, row] of rows.entries()) {
    try {
      const waiver = checkRow(`${file}: waivers.${index}`, row, gates, today)
      if (waiver.site === undefined || waiver.site === site) waivers.push(waiver)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      unreadable.push(error.message)
    }
  }
  return { file, waivers, unreadable }
}

const Rows = z.strictObject({ $schema: z.string().optional(), waivers: z.array(z.unknown()) })

function checkRow(place: string, row: unknown, gates: readonly string[], today: string): Waiver {
  const waiver = checkConfig(place, row, Waiver)
  if (!gates.includes(waiver.gate))
    throw new ConfigError(place, 'gate', 'the id of a gate', waiver.gate, suggestion(waiver.gate, gates).trim())
  const wrong = wrongDate(waiver, today)
  if (wrong) throw new ConfigError(place, wrong.path, wrong.wanted, wrong.received)
  return waiver
}

/** The file `waivers.yaml` beside the site file, if any. A dangling link counts as a file that cannot be read, not as a missing one. */
function besideSite(siteFlag: string | undefined): string | undefined {
  const file = join(dirname(findSite(siteFlag)), 'waivers.yaml')
  return lstatSync(file, { throwIfNoEntry: false }) ? file : undefined
}
