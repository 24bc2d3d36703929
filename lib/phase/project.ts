import { dirname, join } from 'node:path'

/** The folder of this project, wherever it was cloned to. */
export const projectDir = dirname(dirname(import.meta.dirname))
export const phasesDir = join(projectDir, 'phases')
const gatesDir = join(projectDir, 'gates')
export const sitesDir = join(projectDir, 'sites')
/** The file that says, for each known pitfall (trap) in the operators' list, what keeps operators out of it. */
export const coverageFile = join(projectDir, 'coverage.yaml')
export const sharedScenes = join(gatesDir, 'recordings')

export function gateFile(phase: string, id: string): string {
  return join(gatesDir, phase, `${id}.gate.ts`)
}

export function recordingsDir(phase: string, id: string): string {
  return join(gatesDir, phase, 'recordings', id)
}
