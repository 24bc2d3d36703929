/** A program of its own, since vitest workers cannot start another vitest. Prints the result of every trial as JSON. */
import { prove } from './prove.ts'
import { allGates, foreignTrials, mutantTrials, namelessTrials, renamedTrials, rowTrials, sceneTrials, wordTrials } from './trials.ts'

const kinds = {
  mutants: mutantTrials,
  scenes: sceneTrials,
  renamed: renamedTrials,
  words: wordTrials,
  rows: rowTrials,
  nameless: namelessTrials,
  foreign: foreignTrials,
} as const
const tried = await prove(await kinds[process.argv[2] as keyof typeof kinds](allGates()))
const lines = tried.map(({ spec, name, scene, result }) => ({ gate: spec.id, name, expected: scene.verdict, says: scene.says, result }))
process.stdout.write(JSON.stringify(lines))
