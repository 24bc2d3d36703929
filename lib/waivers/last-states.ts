import { join } from 'node:path'
import type { Waiver } from '../phase/waiver.ts'
import { isOfFuture, runFolders, runIn } from '../report/kept.ts'
import type { WaiverResult } from '../report/result.ts'

/** The most runs that are read: older ones say little about the cloud as it is now. */
const mostRuns = 100

/** The state of a waiver in a live run of this site, and the run's id. */
export interface LastState extends Pick<WaiverResult, 'state' | 'message'> {
  readonly run: string
}

/**
 * The state of each waiver, from the newest run that judged the waiver. A waiver that no run has judged is absent. A run that is dated in the future
 * is left out: it would hide all later runs.
 */
export function lastStates(reportDir: string, site: string, waivers: readonly Waiver[], now = new Date()): ReadonlyMap<Waiver, LastState> {
  const states = new Map<Waiver, LastState>()
  for (const folder of runFolders(reportDir).slice(0, mostRuns)) {
    if (states.size === waivers.length) break
    const result = runIn(join(folder, 'result.json'))
    if (result?.run.site !== site || result.run.mode !== 'live' || isOfFuture(result, now)) continue
    for (const waiver of waivers) {
      const known = result.waivers?.find((one) => one.state !== 'not looked at' && isSame(one, waiver))
      if (known && !states.has(waiver)) states.set(waiver, { state: known.state, message: known.message, run: result.run.id })
    }
  }
  return states
}

function isSame(one: WaiverResult, { gate, at, covers, ticket, expires }: Waiver): boolean {
  const same = one.gate === gate && one.at === at && one.ticket === ticket && one.expires === expires
  return same && one.covers?.join('\n') === covers.join('\n')
}
