import type { TestAPI } from 'vitest'
import type { GateInputs } from './contract.ts'

/** Runs the claims of a gate file. A real run uses a vitest worker. The proof tries thousands of conditions, so it uses no vitest. */
export interface Runner {
  readonly test: Pick<TestAPI, 'extend'>
  readonly inputs: () => GateInputs
}

let chosen: Runner | undefined

/** From now on, `runner` runs the gate files. */
export function runBy(runner: Runner): void {
  chosen = runner
}

export async function runByVitestUnlessChosen(): Promise<void> {
  if (chosen) return
  const { inject, test } = await import('vitest')
  chosen = { test, inputs: () => inject('gates') }
}

export function theRunner(): Runner {
  if (!chosen) throw new Error('a gate file is loaded through openstack-gates/gate only')
  return chosen
}
