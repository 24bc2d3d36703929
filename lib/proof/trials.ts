import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { vocabularies } from '../adapters/heard.ts'
import { type GateSpec, readPhases } from '../phase/phase.ts'
import { projectDir } from '../phase/project.ts'
import { bundledScene, sceneNames } from '../run/conditions.ts'
import { mutantsOf } from './mutate.ts'
import { foreignRowMutants } from './owned-rows.ts'
import { prove, siteFor, type Trial } from './prove.ts'
import { renamedScene, renamedSite } from './renamed.ts'
import { namelessRowMutants, rowMutants } from './rows.ts'
import { wordMutants } from './words/mutants.ts'

export function allGates(): readonly GateSpec[] {
  return readPhases().flatMap((phase) => phase.gates)
}

/** Every scene of these gates. */
export function sceneTrials(gates: readonly GateSpec[]): readonly Trial[] {
  return gates.flatMap((spec) => sceneNames(spec).map((name) => ({ spec, name, scene: bundledScene(spec, name) })))
}

/** Every gate's healthy scene with one word replaced, in a state field that the gate judges. */
export async function wordTrials(gates: readonly GateSpec[]): Promise<readonly Trial[]> {
  const healthy = await prove(sceneTrials(gates).filter((trial) => trial.name === 'healthy'))
  await loadAdapters()
  return healthy.flatMap(({ spec, scene, asked, heard }) => {
    const judged = vocabularies().filter(({ field }) => heard.has(field))
    return wordMutants(scene, asked, judged).map((mutant) => ({ spec, ...mutant }))
  })
}

/**
 * Red scenes with one row unreadable, where the other rows alone keep the scene red. A scene that is red because something is missing is left out:
 * the missing thing may be in that row.
 */
export async function rowTrials(gates: readonly GateSpec[]): Promise<readonly Trial[]> {
  const red = (await prove(sceneTrials(gates))).filter(({ result }) => result.verdict === 'fail')
  const pairs = red.flatMap(({ spec, scene, asked }) => rowMutants(scene, asked).map((pair) => ({ spec, ...pair })))
  const without = await prove(pairs.map(({ spec, without: { name, scene } }) => ({ spec, name, scene })))
  const redWithout = new Set(
    without
      .filter(({ result, isFalseBySight }) => result.verdict === 'fail' && isFalseBySight)
      .map(({ spec, name }) => `${spec.id} ${name}`),
  )
  return pairs
    .filter(({ spec, without }) => redWithout.has(`${spec.id} ${without.name}`))
    .map(({ spec, unreadable: { name, scene } }) => ({ spec, name, scene }))
}

/** Every gate's healthy scene with one added row about which nothing is known. */
export async function namelessTrials(gates: readonly GateSpec[]): Promise<readonly Trial[]> {
  const healthy = await prove(sceneTrials(gates).filter((trial) => trial.name === 'healthy'))
  return healthy.flatMap(({ spec, scene, asked }) => namelessRowMutants(scene, asked).map((mutant) => ({ spec, ...mutant })))
}

/** Trials of the gates that pick rows out of a list by owner. Each trial is a scene of such a gate, with one added row of another owner. */
export async function foreignTrials(gates: readonly GateSpec[]): Promise<readonly Trial[]> {
  const tried = await prove(sceneTrials(gates))
  return tried.flatMap(({ spec, scene, asked }) => foreignRowMutants(scene, asked, spec.id).map((mutant) => ({ spec, ...mutant })))
}

/** Imports every adapter, because a vocabulary is known only once its adapter has been imported. */
async function loadAdapters(): Promise<void> {
  const files = globSync('lib/adapters/**/*.ts', { cwd: projectDir }).filter((file) => !/\.test\.ts$|captures|test-ask|fake-api/.test(file))
  await Promise.all(files.map((file) => import(pathToFileURL(join(projectDir, file)).href)))
}

/**
 * One trial for each way to spoil one answer in a gate's healthy scene. Every gate first runs in the unspoiled scene, which shows the answers that
 * the gate asks for.
 */
export async function mutantTrials(gates: readonly GateSpec[]): Promise<readonly Trial[]> {
  const healthy = await prove(sceneTrials(gates).filter((trial) => trial.name === 'healthy'))
  return healthy.flatMap(({ spec, scene, asked }) => mutantsOf(scene, asked).map((mutant) => ({ spec, ...mutant })))
}

/** Every scene of the example cloud, after its names and its site were replaced by those of another cloud. Scenes of the lab are left out. */
export function renamedTrials(gates: readonly GateSpec[]): readonly Trial[] {
  const ofExamples = sceneTrials(gates).filter(({ scene }) => scene.site !== 'example-lab')
  return ofExamples.map((trial) => ({ ...trial, scene: renamedScene(trial.scene), site: renamedSite(siteFor(trial)) }))
}
