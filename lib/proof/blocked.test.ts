import { afterAll, describe, expect, test } from 'vitest'
import { gatesFor } from '../cli/test-gates.ts'
import type { RunResult } from '../report/result.ts'
import { blockedBy } from './blocked-by.ts'
import { allGates, sceneTrials } from './trials.ts'

const gates = gatesFor('blocked')
afterAll(gates.remove)

const needed = allGates().filter(({ id }) => allGates().some(({ needs }) => needs.includes(id)))
const unseen = needed.map(({ id }) => sceneTrials(allGates()).find(({ spec, scene }) => spec.id === id && scene.verdict === 'unknown'))
const failed = needed.map(({ id }) => sceneTrials(allGates()).find(({ spec, scene }) => spec.id === id && scene.verdict === 'fail'))

/** A claim that asks nothing holds all the same: it must not make a gate green that may not ask. */
describe('a gate that needs another is skipped while that one', () => {
  const trials = [...unseen, ...failed].filter((trial) => trial !== undefined)
  test.each(trials.map(({ spec, scene, name }) => [`${spec.id} is ${scene.verdict}: ${name}`, spec.id, name]))(
    '%s',
    async (_, id, name) => {
      const { stdout } = await gates.run(['run', '--phase', 'all', '--replay', '--scene', `${id}=${name}`, '--json'])
      const verdicts = new Map((JSON.parse(stdout) as RunResult).gates.map((gate) => [gate.id, gate.verdict]))
      const notSkipped = Object.keys(blockedBy(id)).filter((blocked) => verdicts.get(blocked) !== 'skip')
      expect({ notSkipped, itself: verdicts.get(id) === 'pass' }).toEqual({ notSkipped: [], itself: false })
    },
  )

  test('is one of several', () => {
    expect(needed.length).toBeGreaterThan(5)
    expect(unseen).not.toContain(undefined)
  })
})
