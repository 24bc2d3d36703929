import { readFoundSite } from '../phase/read-site.ts'
import { isExpired } from '../phase/waiver.ts'
import { counted } from '../report/plain-text.ts'
import { isUntidy, type WaiverResult } from '../report/result.ts'
import { waiverName } from '../report/waiver-text.ts'
import { lastStates } from '../waivers/last-states.ts'
import { readWaivers } from '../waivers/read-waivers.ts'
import { cleanLine } from './clean-line.ts'
import { reportDirOf } from './report-dir.ts'
import { styled } from './style.ts'

export interface WaiversFlags {
  readonly site?: string
  readonly waivers?: string
  readonly reportDir?: string
}

/** `gates waivers`. Exit code 1 when a waiver needs attention. Asks the cloud nothing: the last reports say how runs used each waiver. */
export async function waiversCommand({ site: siteFlag, waivers: named, reportDir }: WaiversFlags): Promise<number> {
  const site = readFoundSite(siteFlag)
  const read = readWaivers(site, { ...(named === undefined ? {} : { named }), ...(siteFlag === undefined ? {} : { siteFlag }) })
  if (read.file === undefined) {
    process.stdout.write(`site ${site.name} has no waivers\n`)
    return 0
  }
  const last = lastStates(reportDirOf(reportDir), site.name, read.waivers)
  const today = new Date().toISOString().slice(0, 10)
  const states = read.waivers.map((waiver): WaiverResult => {
    const { gate, at, covers, owner, ticket, expires } = waiver
    const which = { gate, ...(at === undefined ? {} : { at }), covers: [...covers], owner, ticket, expires }
    if (isExpired(waiver, today)) return { ...which, state: 'expired', message: `expired on ${expires}, so it covers nothing` }
    const known = last.get(waiver)
    return known === undefined
      ? {
          ...which,
          state: 'not looked at',
          message: 'since the waiver was written, no live run of this site has looked at what this gate checks',
        }
      : { ...which, state: known.state, message: `${known.message} (run ${known.run})` }
  })
  const all = [...states, ...read.unreadable.map((message): WaiverResult => ({ state: 'unreadable', message }))]
  const paint = styled(process.stdout)
  for (const one of all) {
    const sign = isUntidy(one) ? paint('yellow', `! ${one.state.padEnd(16)}`) : paint('dim', `  ${one.state.padEnd(16)}`)
    process.stdout.write(`${sign}  ${cleanLine(waiverName(one))}\n${' '.repeat(20)}${cleanLine(one.message)}\n`)
  }
  const untidy = all.filter(isUntidy).length
  process.stdout.write(`${counted(all.length, 'waiver')} in ${cleanLine(read.file)}, ${untidy === 0 ? 'none' : untidy} to attend to\n`)
  return untidy === 0 ? 0 : 1
}
