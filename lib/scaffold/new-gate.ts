import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import { UsageError } from '../phase/config-error.ts'
import { type GateSpec, gateId, type Phase } from '../phase/phase.ts'
import { coverageFile, gateFile, phasesDir, recordingsDir } from '../phase/project.ts'
import { phasesNamed } from '../run/select.ts'
import { withGate } from './coverage-line.ts'
import { gateText, phaseEntry, sceneTexts } from './texts.ts'

/**
 * Writes a gate that is complete except for its content, and adds it to coverage.yaml when a trap is given. Returns the files, the phase file first.
 * Changes nothing when it refuses.
 */
export function newGate(phases: readonly Phase[], phaseText: string, id: string, trap?: string): readonly string[] {
  const name = { id, phase: onePhase(phases, phaseText).id }
  refuseTaken(phases, id)
  const phaseFile = join(phasesDir, `${name.phase}.yaml`)
  refuseUnlessAppendable(phaseFile, name)
  const covered = trap === undefined ? undefined : withGate(readFileSync(coverageFile, 'utf8'), trap, id)
  const texts = new Map([[gateFile(name.phase, id), gateText(name)]])
  for (const [scene, text] of Object.entries(sceneTexts())) texts.set(join(recordingsDir(name.phase, id), `${scene}.yaml`), text)
  const inTheWay = [...texts.keys()].find((file) => existsSync(file))
  if (inTheWay) throw new UsageError(`${inTheWay} already exists, although no phase file has a gate ${id}. Move that file away first`)
  for (const [file, text] of texts) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
  }
  // The gate's own files have been written by now. Its entry goes to the end of the phase file, so that this file's comments and order stay as they
  // are.
  appendFileSync(phaseFile, phaseEntry(name, trap))
  if (covered !== undefined) writeFileSync(coverageFile, covered)
  return [phaseFile, ...texts.keys(), ...(covered === undefined ? [] : [coverageFile])]
}

function onePhase(phases: readonly Phase[], text: string): Phase {
  const [phase, ...others] = phasesNamed(phases, text)
  if (phase && others.length === 0) return phase
  throw new UsageError(`A gate belongs to one phase, but ${text} means ${others.length + 1} phases`)
}

function refuseTaken(phases: readonly Phase[], id: string): void {
  if (!gateId.test(id)) {
    const better = id
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
    const instead = gateId.test(better) ? `, such as ${better}` : ''
    throw new UsageError(
      `${JSON.stringify(id)} is not a gate id: wanted a name of the good state, in lower case letters, digits and dashes${instead}`,
    )
  }
  const taken = phases.flatMap((phase) => phase.gates).find((gate) => gate.id === id)
  if (taken) throw new UsageError(`There is a gate ${id} already, in phase ${taken.phase}: gates/${taken.phase}/${id}.gate.ts`)
}

/** An entry can be appended as text only where \`gates\` is the last key of the file. */
function refuseUnlessAppendable(file: string, name: Pick<GateSpec, 'id' | 'phase'>): void {
  const text = readFileSync(file, 'utf8')
  const gatesIn = (yaml: string) => (load(yaml) as { readonly gates?: Readonly<Record<string, unknown>> }).gates ?? {}
  const before = Object.keys(gatesIn(text))
  let after: readonly string[] = []
  try {
    after = Object.keys(gatesIn(text + phaseEntry(name)))
  } catch {
    // Whatever made the YAML invalid, the entry cannot be appended. `after` stays empty, so the error below is thrown.
  }
  if (after.length !== before.length + 1 || after.at(-1) !== name.id)
    throw new UsageError(
      `${file}: a new gate can be appended only when \`gates\` is its last key and each gate in it is indented by two blanks. Put the gates at the end of the file, then try again`,
    )
}
