import { existsSync, readdirSync } from 'node:fs'
import { state, stateDir } from './state.ts'

/** The folder for the lab of a test run, inside the state folder: `test-<kind>-<process id>`. */
export function testFolder(kind: string): string {
  return state(`test-${kind}-${process.pid}`)
}

/** Calls `down` for each folder that a killed test run left behind. */
export async function sweepTestFolders(kind: string, down: (folder: string) => Promise<unknown>): Promise<void> {
  for (const name of existsSync(stateDir) ? readdirSync(stateDir) : []) {
    const [, pid] = /-(\d+)$/.exec(name) ?? []
    if (pid !== undefined && name === `test-${kind}-${pid}` && !existsSync(`/proc/${pid}`)) await down(state(name))
  }
}
