import { expect, test } from 'vitest'
import { asked, jsonThatCame, type Shape, shapeOf, unlike } from './shape.ts'
import { allGates, sceneTrials } from './trials.ts'

/** Parts of our authored answers that no recorded answer has, and why they are right. */
const reviewed: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/ADDRESS\S* GET \/ \.versions/, 'Keystone nests its versions, the others list them'],
  [/^compute GET \/servers.* \.servers\[\]\.addresses\./, 'keys are the names of networks'],
  [/^image GET .* \.images\[\]\.os_version:/, 'a property that whoever uploads an image gives it'],
  [/ ip -j address show \[\]\.addr_info\[\]\.secondary:/, 'only an address that is the second of its network has it'],
  [/^container-infra GET \/v1\/cluster.*\.labels\./, 'labels are free'],
  [/^container-infra GET \/v1\/clustertemplates.* \.clustertemplates\[\]\.driver:/, 'of Magnum 18 and newer; the lab has 15'],
]

const trials = sceneTrials(allGates())

test('an authored answer has no key and no type that a real program’s answer to the same question lacks', () => {
  const real = new Map<string, Map<string, Set<string>>>()
  for (const { scene } of trials.filter(({ scene: { site } }) => site === 'example-lab'))
    for (const answer of scene.answers) {
      const value = jsonThatCame(answer)
      if (value === undefined || scene.origins.get(answer.ask)?.source !== 'recorded') continue
      real.set(asked(answer.ask), shapeOf(value, real.get(asked(answer.ask))))
    }
  const drifts = new Set(
    trials
      .filter(({ name }) => name === 'healthy')
      .flatMap(({ scene }) => scene.answers)
      .flatMap((answer) => {
        const shape: Shape | undefined = real.get(asked(answer.ask))
        const value = jsonThatCame(answer)
        if (shape === undefined || value === undefined) return []
        return unlike(shapeOf(value), shape).map((how) => `${asked(answer.ask)} ${how}`)
      }),
  )
  expect({ compared: real.size > 40, drifts: [...drifts].filter((drift) => !reviewed.some(([known]) => known.test(drift))) }).toEqual({
    compared: true,
    drifts: [],
  })
})
