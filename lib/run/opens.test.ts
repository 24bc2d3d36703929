import { expect, test } from 'vitest'
import { readPhases } from '../phase/phase.ts'
import { phaseOpened } from './opens.ts'
import { selectGates } from './select.ts'

const phases = readPhases()
const first = (phase: string) => phases.find(({ id }) => id === phase)?.gates[0]?.id ?? 'absent'

test.each([
  ['one phase opens the one after it', { phases: ['03'], gates: [] }, '04-network'],
  ['what access needs opens nothing', { phases: ['access'], gates: [] }, undefined],
  ['after the last there is none', { phases: ['06-08'], gates: [] }, undefined],
  ['all of them', { phases: ['all'], gates: [] }, undefined],
  ['a phase that was left out is the next', { phases: ['03,05'], gates: [] }, '04-network'],
  ['one gate of a phase opens nothing', { phases: [], gates: [first('03-core')] }, undefined],
  ['a phase and one gate of the next', { phases: ['03'], gates: [first('04-network')] }, '04-network'],
])('%s', (_what, chosen, opened) => {
  expect(phaseOpened(phases, selectGates(phases, chosen))).toBe(opened)
})
