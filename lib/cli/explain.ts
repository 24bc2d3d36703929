import { type GateSpec, readPhases } from '../phase/phase.ts'
import { wrap } from '../report/plain-text.ts'
import { gatesNamed } from '../run/select.ts'
import { styled } from './style.ts'

export async function explainCommand(id: string): Promise<number> {
  const gates = gatesNamed(readPhases(), id)
  process.stdout.write(gates.map(explanation).join('\n'))
  return 0
}

function explanation(gate: GateSpec): string {
  const paint = styled(process.stdout)
  const [command = '', ...advice] = gate.fix.trim().split('\n')
  const width = Math.min(100, process.stdout.columns ?? 100)
  const part = (title: string, text: string) =>
    `${paint('bold', title)}\n${wrap(text.trim(), width - 2)
      .map((line) => `  ${line}\n`)
      .join('')}`
  const want = Object.entries(gate.want).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
  return [
    `${paint('bold', gate.id)}  ${gate.phase}, ${gate.severity}  ${paint('dim', gate.source.join(' '))}\n  ${gate.claim}\n`,
    part('Symptom', gate.symptom),
    part('Cause', gate.cause),
    `${paint('bold', 'Fix')}\n  ${paint('cyan', command)}\n${wrap(advice.join(' '), width - 2)
      .map((line) => `  ${line}\n`)
      .join('')}`,
    part('Observes', gate.observes),
    want.length === 0 ? '' : `${paint('bold', 'Wants')}  (a site can say otherwise under want.${gate.id})\n${want.join('')}`,
    gate.effect === undefined ? '' : part('Effect', `It ${gate.effect}. Everything else only reads.`),
    gate.needs.length === 0 ? '' : part('Needs', gate.needs.join(', ')),
  ].join('')
}
