import { readPhases } from '../phase/phase.ts'
import { check } from '../proof/check.ts'
import { gatesNamed } from '../run/select.ts'
import { styled } from './style.ts'

/** `gates check`: tries gates under all their scenes and with spoilt answers. Exit code 1 when a trial goes wrong. */
export async function checkCommand(ids: readonly string[]): Promise<number> {
  const paint = styled(process.stdout)
  const phases = readPhases()
  const gates = [...new Set(ids.flatMap((id) => gatesNamed(phases, id)))]
  let failed = false
  for await (const { what, trials, wrong } of check(gates)) {
    failed ||= wrong.length > 0
    const verdict = wrong.length === 0 ? paint('green', '✓') : paint('red', '✗')
    process.stdout.write(
      `${verdict} ${what}: ${trials - wrong.length} of ${trials}\n${wrong.map((one) => `    ${one.replaceAll('\n', '\n      ')}\n`).join('')}`,
    )
  }
  return failed ? 1 : 0
}
