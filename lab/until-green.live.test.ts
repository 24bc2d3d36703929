import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatesRun, onLab } from './gates-run.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from './index.ts'

const wasUp = isUp()
beforeAll(() => labUp(), 600_000)
afterAll(async () => {
  if (!wasUp) await labDown()
})

const fault = 'backend-killed'
const wait = ['--gate', 'haproxy-zero-down', ...onLab, '--until-green', '5m']

test('a back end of a real haproxy that comes up after 20 s ends green, with the settle time', async () => {
  await applyFault(fault)
  const up = new Promise((resolve) => setTimeout(resolve, 20_000)).then(() => undoFault(fault))
  const { exitCode, result } = await gatesRun([...wait, '--dwell', '10s'])
  await up
  const gate = result.gates.find(({ id }) => id === 'haproxy-zero-down') ?? expect.fail('it did not run')
  expect([exitCode, result.run.waited?.ended, gate.verdict, gate.timeline?.flaps]).toEqual([0, 'green', 'pass', 0])
  expect(gate.timeline?.changes[0]?.verdict).toBe('fail')
  expect(gate.timeline?.settledAfterMs).toBeGreaterThan(15_000)
  // each round opened connections of its own
  expect(Math.max(...Object.values(result.run.questions.connections))).toBeGreaterThan(1)
}, 300_000)

test('one that comes, goes and comes again ends green, and warns', async () => {
  await applyFault(fault)
  const flaps = (async () => {
    for (const then of [undoFault, applyFault, undoFault]) {
      await new Promise((resolve) => setTimeout(resolve, 30_000))
      await then(fault)
    }
  })()
  const { exitCode, result, stderr } = await gatesRun([...wait, '--dwell', '60s'])
  await flaps
  const gate = result.gates.find(({ id }) => id === 'haproxy-zero-down') ?? expect.fail('it did not run')
  expect([exitCode, result.verdict, gate.verdict]).toEqual([0, 'warn', 'pass'])
  expect(gate.timeline?.flaps).toBeGreaterThan(0)
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('May I go on? Yes, with 1 gate that flapped (haproxy-zero-down).')
}, 400_000)
