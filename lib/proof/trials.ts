import { type GateSpec, readPhases } from '../phase/phase.ts'
import { bundledScene, sceneNames } from '../run/conditions.ts'
import { mutantsOf } from './mutate.ts'
import { prove, siteFor, type Trial } from './prove.ts'
import { renamedScene, renamedSite } from './renamed.ts'

export function allGates(): readonly GateSpec[] {
  return readPhases().flatMap((phase) => phase.gates)
}

export function sceneTrials(): readonly Trial[] {
  return allGates().flatMap((spec) => sceneNames(spec).map((name) => ({ spec, name, scene: bundledScene(spec, name) })))
}

/** Every gate's healthy scene with one answer spoilt. Learns from a first run which answers the gate asks for. */
export async function mutantTrials(): Promise<readonly Trial[]> {
  const healthy = await prove(sceneTrials().filter((trial) => trial.name === 'healthy'))
  return healthy.flatMap(({ spec, scene, asked }) => mutantsOf(scene, asked).map((mutant) => ({ spec, ...mutant })))
}

/** Every scene as another cloud would tell it, for a site of that cloud. */
export function renamedTrials(): readonly Trial[] {
  return sceneTrials().map((trial) => ({ ...trial, scene: renamedScene(trial.scene), site: renamedSite(siteFor(trial)) }))
}
