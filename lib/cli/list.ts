import { readPhases } from '../phase/phase.ts'
import { selectGates } from '../run/select.ts'
import { styled } from './style.ts'

export async function listCommand(options: { readonly phase: readonly string[]; readonly json?: boolean }): Promise<number> {
  const phases = readPhases()
  const chosen =
    options.phase.length === 0 ? undefined : new Set(selectGates(phases, { phases: options.phase, gates: [] }).map((gate) => gate.phase))
  const shown = phases.filter((phase) => (chosen ? chosen.has(phase.id) && phase.id !== 'access' : true))
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
