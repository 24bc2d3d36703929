import { relative } from 'node:path'
import { readPhases } from '../phase/phase.ts'
import { projectDir } from '../phase/project.ts'
import { typed } from '../phase/typed.ts'
import { newGate } from '../scaffold/new-gate.ts'
import { mark } from '../scaffold/texts.ts'

/**
 * `gates new`: creates the files of a new gate and its entry in the phase file. Until every marked place is filled in, the gate cannot look and the
 * tests are red.
 */
export async function newCommand(phase: string, id: string, trap?: string): Promise<number> {
  const [entry = '', ...files] = newGate(readPhases(), phase, id, trap).map((file) => relative(projectDir, file))
  process.stdout.write(`${entry}   has a new entry at its end
${files.join('\n')}
Fill in every place marked "${mark}" in these files. The tests are red until all of them are filled in:
  ${typed} check ${id}
  npm test
`)
  return 0
}
