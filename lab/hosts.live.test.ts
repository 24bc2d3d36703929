import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatesRun, notPassed, onLab } from './gates-run.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from './index.ts'

const wasUp = isUp()
beforeAll(() => labUp())
afterAll(async () => {
  if (!wasUp) await labDown()
})

const gates = ['juju-login-fresh', 'units-reachable-by-ssh', 'no-phantom-resolver', 'no-recent-oom', 'k8s-features-enabled']
const selection = [...gates.flatMap((gate) => ['--gate', gate]), ...onLab]

/** Each fault, the gates it must turn, and words that must be said. Every other gate stays green. */
const expected: readonly (readonly [fault: string, turns: Readonly<Record<string, string>>, says: readonly string[]])[] = [
  ['phantom-resolver', { 'no-phantom-resolver': 'warn' }, ['machine/1', 'Global lists 127.0.1.200']],
  ['host-out-of-memory', { 'no-recent-oom': 'warn' }, ['machine/2', 'killed qemu-system-x86, last on']],
  [
    'machine-unreachable',
    { 'units-reachable-by-ssh': 'fail', 'no-phantom-resolver': 'unknown', 'no-recent-oom': 'unknown' },
    ['machine/3', 'refused'],
  ],
]

test('machines and management node as they should be are green', async () => {
  const { exitCode, result } = await gatesRun(selection)
  expect({ exitCode, not: notPassed(result) }, JSON.stringify(result.gates)).toEqual({ exitCode: 0, not: {} })
})

test('each is asked over a connection of its own', async () => {
  const { result } = await gatesRun(selection)
  expect(result.run.questions.connections).toEqual({
    'machine/0': 1,
    'machine/1': 1,
    'machine/2': 1,
    'machine/3': 1,
    'capi-mgmt': 1,
    mgmt: 1,
  })
})

describe('each fault turns exactly its gates, and its end turns them green again', () => {
  test.each(expected)('%s', async (fault, turns, says) => {
    await applyFault(fault)
    const { result } = await gatesRun(selection).finally(() => undoFault(fault))
    const told = JSON.stringify(result.gates)
    expect({ turned: notPassed(result), unsaid: says.filter((words) => !told.includes(words)) }, told).toEqual({
      turned: turns,
      unsaid: [],
    })
    expect(notPassed((await gatesRun(selection)).result)).toEqual({})
  })
})
