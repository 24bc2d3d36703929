/**
 * A program of its own. Runs all gates twice for each gate that others need: once with that gate unknown, once with it red. Prints the verdicts as
 * JSON.
 */
import { readPhases } from '../phase/phase.ts'
import { replayInThread } from '../run/replay-in-thread.ts'
import { selectGates } from '../run/select.ts'
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
    const result = await replayInThread(phases, gates, new Map([[id, trial.name]]))
    lines.push({ gate: id, scene: trial.name, verdicts: Object.fromEntries(result.gates.map((gate) => [gate.id, gate.verdict])) })
  }
}
process.stdout.write(JSON.stringify(lines))
