import { expect, test } from 'vitest'
import { type GateSpec, readPhases } from '../phase/phase.ts'
import { replayInThread } from './replay-in-thread.ts'
import { selectGates } from './select.ts'

const phases = readPhases()

async function verdicts(selection: readonly GateSpec[], specs: readonly GateSpec[], scenes: readonly (readonly [string, string])[]) {
  const result = await replayInThread(phases, specs, new Map(scenes), selection)
  return Object.fromEntries(result.gates.map(({ id, verdict }) => [id, verdict]))
}

test('a later round of --until-green asks the clocks of all machines that the selection asks', async () => {
  const selection = selectGates(phases, { phases: ['03'], gates: [] })
  const again = selection.filter(({ id }) => id === 'juju-login-fresh' || id === 'clocks-agree')
  expect(await verdicts(selection, again, [['clocks-agree', 'a-machine-is-behind']])).toEqual({
    'juju-login-fresh': 'pass',
    'clocks-agree': 'fail',
  })
})

test.each([
  ['the phase access', ['access'], []],
  ['the greeter', [], ['units-reachable-by-ssh']],
])('the healthy cloud is green when only %s is selected', async (_what, wantedPhases, gates) => {
  const specs = selectGates(phases, { phases: wantedPhases, gates })
  const seen = await verdicts(specs, specs, [])
  expect(Object.values(seen).filter((verdict) => verdict !== 'pass')).toEqual([])
})

test('the identity gate, selected beside a gate that looks at the cloud, does not wait for ever', async () => {
  const specs = selectGates(phases, { phases: [], gates: ['cloud-as-pinned', 'admin-project-scoped'] })
  expect(await verdicts(specs, specs, [])).toEqual({
    'keystone-answers': 'pass',
    'cloud-as-pinned': 'pass',
    'admin-project-scoped': 'pass',
  })
})
