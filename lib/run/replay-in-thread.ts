import type { GateSpec, Phase } from '../phase/phase.ts'
import type { RunResult } from '../report/result.ts'
import { bundledReplay } from './conditions.ts'
import { runInThread } from './in-thread.ts'
import { run } from './run.ts'
import { selectedUnitsOf } from './select.ts'

/**
 * Runs gates one after the other in this thread, from bundled scenes: the healthy ones, except those in `scenes`, by gate. `selection`: the gates whose
 * units are asked; absent: the same gates.
 */
export async function replayInThread(
  phases: readonly Phase[],
  specs: readonly GateSpec[],
  scenes: ReadonlyMap<string, string>,
  selection = specs,
): Promise<RunResult> {
  const replay = bundledReplay(specs, scenes)
  const { result } = await run({
    id: 'replay',
    specs,
    selectedUnits: selectedUnitsOf(phases, selection),
    site: replay.site,
    source: { mode: 'replay', replay },
    strict: false,
    failFast: false,
    noProbes: false,
    signal: new AbortController().signal,
    engine: runInThread,
  })
  return result
}
