import type { TestAPI } from 'vitest'
import type { GateInputs } from './contract.ts'

/** What runs the claims of a gate file: vitest, in a worker of a run. The proof tries thousands of conditions, and does so without it. */
export interface Runner {
  readonly test: Pick<TestAPI, 'extend'>
  readonly inputs: () => GateInputs
}

let chosen: Runner | undefined

/** From now on gate files are run by this one. */
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
