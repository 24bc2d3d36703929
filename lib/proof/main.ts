/** Run as a program of its own, since vitest workers cannot start another vitest: prints what became of every trial as JSON. */
import { prove } from './prove.ts'
import { mutantTrials, renamedTrials, sceneTrials } from './trials.ts'

const trials = { mutants: mutantTrials, scenes: sceneTrials, renamed: renamedTrials }[process.argv[2] ?? ''] ?? sceneTrials
const tried = await prove(await trials())
const lines = tried.map(({ spec, name, scene, result }) => ({ gate: spec.id, name, expected: scene.verdict, says: scene.says, result }))
process.stdout.write(JSON.stringify(lines))
