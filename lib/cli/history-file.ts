import { type History, HistoryProblem, historyFile, type Mode, readHistory } from '../history/index.ts'
import { UsageError } from '../phase/config-error.ts'
import { readFoundSite } from '../phase/read-site.ts'

export interface HistoryFlags {
  readonly site?: string
  readonly replay?: true
  readonly json?: true
}

/** Reads the history of the site and mode that the flags name. Throws UsageError when there is no history, or when it cannot be read. */
export function withHistory<T>(
  flags: HistoryFlags,
  look: (history: History, kept: { readonly site: string; readonly mode: Mode }) => T,
): T {
  const mode = flags.replay ? 'replay' : 'live'
  const site = flags.replay ? replayedSite(flags.site) : readFoundSite(flags.site).name
  try {
    const history = readHistory(historyFile(site))
    if (history === undefined) throw new UsageError(`No run of site ${site} has been kept yet in ${historyFile(site)}`)
    try {
      return look(history, { site, mode })
    } finally {
      history.close()
    }
  } catch (error) {
    throw error instanceof HistoryProblem ? new UsageError(error.message) : error
  }
}

/** The site of a replay is the one that was recorded; it need not have a site file here. */
function replayedSite(named = 'example'): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(named)) throw new UsageError(`--site: wanted the name of the site that was recorded, received ${named}`)
  return named
}
