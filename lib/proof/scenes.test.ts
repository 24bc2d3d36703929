import { describe, expect, test } from 'vitest'
import { allGates } from './trials.ts'
import { said, tried } from './tried.ts'

const scenes = tried('scenes')

describe.each([...Map.groupBy(scenes, (scene) => scene.gate)])('%s', (_gate, ofGate) => {
  test.each(ofGate.map((scene) => [scene.name, scene] as const))(
    'in the scene %s it comes to the verdict the scene tells, in its words',
    (_name, scene) => {
      const silent = scene.says.filter((words) => !said(scene).includes(words))
      expect({ verdict: scene.result.verdict, silent, reported: silent.length === 0 ? '' : said(scene) }).toEqual({
        verdict: scene.expected,
        silent: [],
        reported: '',
      })
    },
  )
})

test('every gate has a healthy scene, one where it goes red or warns, and one where it cannot look', () => {
  const wanted = allGates().flatMap((gate) => {
    const verdicts = scenes.filter((scene) => scene.gate === gate.id).map((scene) => scene.result.verdict)
    const lacks = [
      ...(scenes.some((scene) => scene.gate === gate.id && scene.name === 'healthy' && scene.result.verdict === 'pass') ? [] : ['healthy']),
      ...(gate.phase === 'access' || verdicts.includes('fail') || verdicts.includes('warn') ? [] : ['red']),
      ...(verdicts.includes('unknown') ? [] : ['cannot look']),
    ]
    return lacks.map((lack) => `${gate.id} lacks a scene: ${lack}`)
  })
  expect(wanted).toEqual([])
})

test('no scene is judged by a bug of the gate itself', () => {
  expect(
    scenes.filter((scene) => said(scene).includes('the gate itself failed')).map((scene) => `${scene.gate} ${scene.name}: ${said(scene)}`),
  ).toEqual([])
})
