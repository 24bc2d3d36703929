import { describe, expect, test } from 'vitest'
import { blockedBy } from './blocked-by.ts'
import { allGates, sceneTrials } from './trials.ts'
import { blockedRuns } from './tried.ts'

const runs = blockedRuns()

const needed = allGates().filter(({ id }) => allGates().some(({ needs }) => needs.includes(id)))
const unseen = needed.map(({ id }) => sceneTrials(allGates()).find(({ spec, scene }) => spec.id === id && scene.verdict === 'unknown'))
const failed = needed.map(({ id }) => sceneTrials(allGates()).find(({ spec, scene }) => spec.id === id && scene.verdict === 'fail'))

/** A claim that asks nothing is true even when its gate may not ask. It must not make such a gate green. */
describe('a gate that needs another is skipped while that one', () => {
  const trials = [...unseen, ...failed].filter((trial) => trial !== undefined)
  test.each(trials.map(({ spec, scene, name }) => [`${spec.id} is ${scene.verdict}: ${name}`, spec.id, name]))('%s', (_, id, name) => {
    const verdicts = runs.find(({ gate, scene }) => gate === id && scene === name)?.verdicts
    const notSkipped = Object.keys(blockedBy(id)).filter((blocked) => verdicts?.[blocked] !== 'skip')
    expect({ notSkipped, itself: verdicts?.[id] === 'pass' }).toEqual({ notSkipped: [], itself: false })
  })

  test('is one of several', () => {
    expect(needed.length).toBeGreaterThan(5)
    expect(unseen).not.toContain(undefined)
  })
})
