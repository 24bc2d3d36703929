import { type GateSpec, readPhases } from '../phase/phase.ts'
import type { Source } from '../report/list.ts'
import { phasesNamed } from '../run/select.ts'
import { styled } from './style.ts'

interface ListOptions {
  readonly phase: readonly string[]
  readonly scenes?: boolean
  readonly json?: boolean
}

export async function listCommand(options: ListOptions): Promise<number> {
  const phases = readPhases()
  const chosen = new Set(options.phase.flatMap((text) => text.split(',')).flatMap((text) => phasesNamed(phases, text)))
  const shown = phases.filter((phase) => chosen.size === 0 || chosen.has(phase))
  if (options.scenes) {
    await listScenes(
      shown.flatMap((phase) => phase.gates),
      options.json ?? false,
    )
    return 0
  }
  if (options.json) {
    const gates = shown
      .flatMap((phase) => phase.gates)
      .map(({ id, phase, severity, source, claim }) => ({ id, phase, severity, source, claim }))
    process.stdout.write(`${JSON.stringify(gates, null, 2)}\n`)
    return 0
  }
  const column = Math.max(...shown.flatMap((phase) => phase.gates).map((gate) => gate.id.length))
  const paint = styled(process.stdout)
  for (const phase of shown.filter((one) => one.gates.length > 0)) {
    process.stdout.write(`${paint('bold', phase.id)}  ${phase.question}\n`)
    for (const gate of phase.gates) {
      const advisory = gate.severity === 'advisory' ? paint('dim', ' (advisory)') : ''
      process.stdout.write(`  ${gate.id.padEnd(column)}  ${gate.claim}${advisory} ${paint('dim', gate.source.join(' '))}\n`)
    }
    process.stdout.write('\n')
  }
  return 0
}

/** Lists scenes. To see which answers decide a verdict, replays the scene once as it is, and once without each of its answers. */
async function listScenes(gates: readonly GateSpec[], asJson: boolean): Promise<void> {
  const { decidedScenes } = await import('../proof/decided-by.ts')
  const scenes = await decidedScenes(gates)
  if (asJson) return void process.stdout.write(`${JSON.stringify(scenes, null, 2)}\n`)
  const [id, name] = [Math.max(...scenes.map(({ gate }) => gate.length)), Math.max(...scenes.map(({ scene }) => scene.length))]
  for (const { gate, scene, verdict, decidedBy } of scenes)
    process.stdout.write(`${gate.padEnd(id)}  ${scene.padEnd(name)}  ${verdict.padEnd('unknown'.length)}  ${decidedBy}\n`)
  const count = (source: Source) => scenes.filter(({ decidedBy }) => decidedBy === source).length
  process.stdout.write(
    `\n${scenes.length} scenes. Each is counted under the weakest source of the answers that decide its verdict: ${count('recorded')} recorded from a real program, ${count('stand-in')} from a stand-in, ${count('authored')} authored\n`,
  )
}
