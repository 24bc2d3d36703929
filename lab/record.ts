import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dump } from 'js-yaml'
import { writeWhole } from '../lib/files/write-whole.ts'
import { readPhases } from '../lib/phase/phase.ts'
import { recordingsDir, sharedScenes, sitesDir } from '../lib/phase/project.ts'
import type { GateResult } from '../lib/report/result.ts'
import { applyFault, undoFault } from './active.ts'
import { gatesRun, notPassed, onLab } from './gates-run.ts'
import { state } from './host/state.ts'
import { isUp } from './lab.ts'
import { main, UsageError } from './main.ts'
import { demandRoot } from './preflight.ts'
import { renamed } from './recordings/rename.ts'
import { faultScene, healthyScenes, type Recorded, readRecorded, type SceneText } from './recordings/scenes.ts'
import { type Turned, turns } from './turns.ts'

/** The file of sites/ that the recorded answers belong to. */
const site = 'example-lab'
const specs = readPhases().flatMap((phase) => phase.gates)
const phaseOf = new Map(specs.map(({ id, phase }) => [id, phase]))
/** Gates that name no units of their own: they ask the units that the other selected gates name. Run alone, they would ask other units. */
const joining = new Set(specs.flatMap(({ id, units }) => (units && 'selected' in units ? [id] : [])))

await main('lab/record [FAULT…]   without names: every fault', async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  const unknown = positionals.find((name) => !Object.hasOwn(turns, name))
  if (unknown !== undefined) throw new UsageError(`there is no fault ${unknown}; lab/fault --list shows them`)
  demandRoot()
  if (!isUp()) throw new Error('the lab is down: run lab/up --openstack')
  const scratch = mkdtempSync(join(state('.'), 'record-'))
  try {
    const healthy = await recordHealthy(join(scratch, 'healthy'))
    for (const fault of positionals.length > 0 ? positionals : Object.keys(turns)) await recordFault(fault, join(scratch, fault), healthy)
  } finally {
    rmSync(scratch, { recursive: true })
  }
})

async function recordHealthy(dir: string): Promise<ReadonlyMap<string, Recorded>> {
  const { result } = await gatesRun(['--phase', 'all', ...onLab, '--record', dir])
  const not = notPassed(result)
  if (Object.keys(not).length > 0) throw new Error(`the lab is not green: ${JSON.stringify(not)}`)
  const byGate = new Map(result.gates.flatMap(({ id }) => (isRecorded(dir, id) ? [[id, readRecorded(dir, id)]] : [])))
  const { shared, own } = healthyScenes(byGate, site)
  await writeWhole(
    join(sitesDir, `${site}.yaml`),
    `# The lab, as lab/record found it.\n${renamed(readFileSync(join(dir, 'site.yaml'), 'utf8')).replace(/^name: .*/m, `name: ${site}`)}`,
    0o644,
  )
  await write(join(sharedScenes, 'lab.yaml'), shared)
  for (const [gate, scene] of own) await write(fileOf(gate, site), scene)
  console.log(`healthy: ${own.size} gates`)
  return byGate
}

/** Records every gate whose verdict the fault changes. A gate that is only blocked by another gate is left out. */
async function recordFault(fault: string, dir: string, healthy: ReadonlyMap<string, Recorded>): Promise<void> {
  const [verdicts, words]: Turned = turns[fault] ?? [{}, []]
  const turned = Object.keys(verdicts)
  if (turned.length === 0) return
  await applyFault(fault)
  const gates = turned.some((gate) => joining.has(gate)) ? ['--phase', 'all'] : turned.flatMap((gate) => ['--gate', gate])
  const { result } = await gatesRun([...gates, ...onLab, '--record', dir]).finally(() => undoFault(fault))
  for (const gate of result.gates) {
    const before = healthy.get(gate.id)
    if (before === undefined || verdicts[gate.id] === undefined || gate.blockedBy !== undefined || !isRecorded(dir, gate.id)) continue
    if (verdicts[gate.id] !== gate.verdict) throw new Error(`${fault}: ${gate.id} is ${gate.verdict}, not ${verdicts[gate.id]}`)
    await write(fileOf(gate.id, `lab-${fault}`), faultScene(site, before, readRecorded(dir, gate.id), saidOf(gate, words)))
  }
  console.log(`${fault}: ${turned.join(' ')}`)
}

/** Whether there is a recording. A gate that asked nothing has none, e.g. because another gate's login had already been refused. */
function isRecorded(dir: string, gate: string): boolean {
  return existsSync(join(dir, `${gate}.yaml`))
}

function saidOf(gate: GateResult, words: readonly string[]): readonly string[] {
  const text = JSON.stringify(gate)
  return words.filter((said) => text.includes(said)).map(renamed)
}

function fileOf(gate: string, scene: string): string {
  return join(recordingsDir(phaseOf.get(gate) ?? '', gate), `${scene}.yaml`)
}

async function write(file: string, scene: SceneText): Promise<void> {
  await writeWhole(file, dump(scene, { lineWidth: -1, noRefs: true }), 0o644)
}
