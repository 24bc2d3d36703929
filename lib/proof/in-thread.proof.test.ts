import { homedir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { gatesFor } from '../cli/test-gates.ts'
import type { GateResult, RunResult } from '../report/result.ts'
import { allGates } from './trials.ts'
import { tried } from './tried.ts'

const gates = gatesFor('in-thread')
afterAll(gates.remove)
const scenes = tried('scenes')

const timeless = ({ claims, causes, verdict, notes }: GateResult) => ({ claims, causes, verdict, notes })

/** The proof judges without vitest, but a run uses vitest: both must come to the same results. */
test.each(['fail', 'warn', 'unknown'])('a scene that ends in %s ends in the same claims, findings and causes in a run', async (verdict) => {
  // A run asks which cloud answers only for those parts whose own gates pass.
  const free = new Set(allGates().flatMap(({ id, needs }) => (needs.length === 0 && id !== 'cloud-as-pinned' ? [id] : [])))
  const firsts = Map.groupBy(
    scenes.filter(({ gate, result }) => free.has(gate) && result.verdict === verdict),
    ({ gate }) => gate,
  )
  const lines = [...firsts.values()].flatMap(([line]) => line ?? [])
  const args = lines.flatMap(({ gate, name }) => ['--gate', gate, '--scene', `${gate}=${name}`])
  // A fix spells out the home directory of the account that runs gates.
  const env = { HOME: homedir(), GATES_STATE_DIR: gates.scratch, XDG_CACHE_HOME: gates.scratch }
  const { stdout } = await gates.start(['run', '--replay', '--json', ...args], { env })
  // Gates that judge by the clock of this machine also bring the gate that compares the clock into the run.
  const chosen = (JSON.parse(stdout) as RunResult).gates.filter(({ id }) => firsts.has(id))
  const ran = new Map(chosen.map((one) => [one.id, timeless(one)]))
  expect(lines.length).toBeGreaterThan(1)
  expect(ran).toEqual(new Map(lines.map(({ gate, result }) => [gate, timeless(result)])))
})
