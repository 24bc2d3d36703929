/**
 * A program of its own. Runs all gates twice for each gate that others need: once with that gate unknown, once with it red. Prints the verdicts as
 * JSON.
 */
import { readPhases } from '../phase/phase.ts'
import { bundledReplay } from '../run/conditions.ts'
import { runInThread } from '../run/in-thread.ts'
import { run } from '../run/run.ts'
import { selectedUnitsOf, selectGates } from '../run/select.ts'
import { sceneTrials } from './trials.ts'
import type { BlockedRun } from './tried.ts'

// Sorted as for a run. The gates run one after the other here, so a gate that another one waits for must come first.
const phases = readPhases()
const gates = selectGates(phases, { phases: ['all'], gates: [] })
const scenes = sceneTrials(gates)
const lines: BlockedRun[] = []
for (const { id } of gates.filter((gate) => gates.some(({ needs }) => needs.includes(gate.id)))) {
  for (const wanted of ['unknown', 'fail']) {
    const trial = scenes.find(({ spec, scene }) => spec.id === id && scene.verdict === wanted)
    if (!trial) continue
    const replay = bundledReplay(gates, new Map([[id, trial.name]]))
    const { result } = await run({
      id: 'proof',
      specs: gates,
      selectedUnits: selectedUnitsOf(phases, gates),
      site: replay.site,
      source: { mode: 'replay', replay },
      strict: false,
      failFast: false,
      noProbes: false,
      signal: new AbortController().signal,
      engine: runInThread,
    })
    lines.push({ gate: id, scene: trial.name, verdicts: Object.fromEntries(result.gates.map((gate) => [gate.id, gate.verdict])) })
  }
}
process.stdout.write(JSON.stringify(lines))
