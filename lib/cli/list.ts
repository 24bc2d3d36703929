import { readPhases } from '../phase/phase.ts'
import { phasesNamed } from '../run/select.ts'
import { styled } from './style.ts'

export async function listCommand(options: { readonly phase: readonly string[]; readonly json?: boolean }): Promise<number> {
  const phases = readPhases()
  const chosen = new Set(options.phase.flatMap((text) => text.split(',')).flatMap((text) => phasesNamed(phases, text)))
  const shown = phases.filter((phase) => chosen.size === 0 || chosen.has(phase))
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
