import {
  compareRun,
  findSighting,
  type History,
  HistoryProblem,
  historyFile,
  type JoinedPart,
  type Mode,
  newOnlyExitCode,
  openHistory,
  readHistory,
  sinceNamed,
} from '../history/index.ts'
import { UsageError } from '../phase/config-error.ts'
import type { PastVerdict } from '../report/html/context.ts'
import type { RunResult } from '../report/result.ts'
import { complain } from './complain.ts'

export interface RememberFlags {
  readonly since?: string
  readonly newOnly?: true
  readonly strict?: true
}

/** What was known of a site's earlier runs when this run began. */
export interface Memory {
  /** Adds to the result what has changed at each gate. With --new-only, the exit code counts only what is new. */
  compare(result: RunResult): RunResult
  /** The verdicts of gates in earlier runs, oldest first. Empty when the history cannot be read: `keep` reports that. */
  past(): ReadonlyMap<string, readonly PastVerdict[]>
  /**
   * Adds a redacted result to the history. `parts`: the runs from which a joined result was made. When the result cannot be added,
   * throws an error whose message says to the operator why, and what to do.
   */
  keep(result: RunResult, parts?: readonly JoinedPart[]): void
}

/**
 * Reads the runs to compare with. When the history cannot be read, reports the failure, and every red gate counts as new. Throws UsageError when
 * `--since` names neither a kept run nor a possible time.
 */
export function memoryOf(site: string, mode: Mode, gates: readonly string[], flags: RememberFlags): Memory {
  const named = flags.since ?? (flags.newOnly ? 'last' : undefined)
  const before = named === undefined ? new Map() : earlier(site, mode, gates, named)
  return {
    compare(result) {
      if (named === undefined) return result
      const compared = compareRun({ ...result, run: { ...result.run, since: named } }, (gate) => before.get(gate))
      if (!flags.newOnly) return compared
      const exitCode = newOnlyExitCode(compared, { strict: flags.strict ?? false })
      return { ...compared, exitCode, run: { ...compared.run, newOnly: true } }
    },
    past: () => pastOf(site, mode, gates),
    keep(result, parts) {
      const history = openHistory(historyFile(site), complain)
      try {
        history.add(result, parts)
      } finally {
        history.close()
      }
    },
  }
}

/** The number of runs that a strip in the report shows. */
const strip = 30

function pastOf(site: string, mode: Mode, gates: readonly string[]): ReadonlyMap<string, readonly PastVerdict[]> {
  let history: History | undefined
  try {
    history = readHistory(historyFile(site))
    const past = (gate: string) =>
      history?.sightings(gate, { mode, limit: strip }).map(({ run, gate: { verdict } }) => ({ runId: run.id, at: run.startedAt, verdict }))
    return new Map(gates.map((gate) => [gate, past(gate)?.reverse() ?? []]))
  } catch (error) {
    if (error instanceof HistoryProblem || error instanceof UsageError) return new Map()
    throw error
  } finally {
    history?.close()
  }
}

function earlier(site: string, mode: Mode, gates: readonly string[], named: string): Map<string, ReturnType<typeof findSighting>> {
  const history = historyOrNone(site)
  try {
    const since = sinceNamed(named, history, mode)
    return new Map(history === undefined ? [] : gates.map((gate) => [gate, findSighting(history, gate, since, mode)]))
  } finally {
    history?.close()
  }
}

/** Opens the history for writing. A damaged file is set aside, so the run is not compared with that file. Undefined when no history can be opened. */
function historyOrNone(site: string): History | undefined {
  try {
    return openHistory(historyFile(site), complain)
  } catch (error) {
    if (!(error instanceof HistoryProblem) && !(error instanceof UsageError)) throw error
    complain(error)
    return undefined
  }
}
