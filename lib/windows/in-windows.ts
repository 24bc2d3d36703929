import { ConfigError, UsageError } from '../phase/config-error.ts'
import { type Phase, readPhases } from '../phase/phase.ts'
import type { Site } from '../phase/site.ts'
import { openUntil } from '../phase/weekly.ts'
import type { GateResult, InWindow, RunResult } from '../report/result.ts'
import { phasesNamed } from '../run/select.ts'
import { openAt, readWindows, windowFile } from './store.ts'

/** A window that is open now. */
export interface OpenWindow extends InWindow {
  readonly phases: ReadonlySet<string>
}

export interface OpenWindows {
  readonly windows: readonly OpenWindow[]
  /** Why the windows that were opened by hand could not be read. When this is set, none of those windows counts. */
  readonly problem?: string
}

/** The maintenance windows of a site that are open now: those of its site file, and those opened by hand. */
export function openWindows(site: Site, now = new Date(), phases: readonly Phase[] = readPhases()): OpenWindows {
  const weekly = site.windows.flatMap((window): OpenWindow[] => {
    const until = openUntil(window, now)
    return until === undefined ? [] : [{ until: until.toISOString(), reason: window.reason, phases: idsOf(phases, window.phases) }]
  })
  try {
    const byHand = openAt(readWindows(windowFile(site.name)), now)
    return {
      windows: [...weekly, ...byHand.map((one) => ({ id: one.id, until: one.until, reason: one.reason, phases: new Set(one.phases) }))],
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { windows: weekly, problem: error.message }
  }
}

/** Throws a ConfigError for a weekly window that names phases that do not exist. */
export function checkWeekly(site: Site, phases: readonly Phase[] = readPhases()): void {
  for (const [index, { phases: text }] of site.windows.entries()) {
    try {
      idsOf(phases, text)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      throw new ConfigError(`site ${site.name}`, `windows.${index}.phases`, 'phases such as 07, 05-08 or all', text)
    }
  }
}

/**
 * Adds to each gate with the verdict fail, unknown or warn the open window of its phase, if there is one. Verdicts and the exit code do not change.
 */
export function inWindows(result: RunResult, { windows, problem }: OpenWindows): RunResult {
  const run = problem === undefined ? result.run : { ...result.run, windowsNotRead: problem }
  return { ...result, run, gates: result.gates.map((gate) => inWindow(gate, windows)) }
}

/** The gate with its open window. When several windows are open for it, it gets the one that stays open longest. */
function inWindow(gate: GateResult, windows: readonly OpenWindow[]): GateResult {
  const isRed = gate.verdict === 'fail' || gate.verdict === 'unknown' || gate.verdict === 'warn'
  const [longest] = windows.filter(({ phases }) => phases.has(gate.phase)).toSorted((a, b) => b.until.localeCompare(a.until))
  if (!isRed || longest === undefined) return gate
  const { id, until, reason } = longest
  return { ...gate, window: { ...(id === undefined ? {} : { id }), until, reason } }
}

function idsOf(phases: readonly Phase[], text: string): ReadonlySet<string> {
  return new Set(text.split(',').flatMap((one) => phasesNamed(phases, one).map(({ id }) => id)))
}
