import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPhases } from '../phase/phase.ts'
import { sitesDir } from '../phase/project.ts'
import { readSite } from '../phase/read-site.ts'
import { jumphost } from '../transport/question.ts'
import { bundledScene } from './conditions.ts'
import { Looking } from './looking.ts'
import { clockId } from './select.ts'

const site = readSite(join(sitesDir, 'example-two-planes.yaml'))
const specs = readPhases()
  .flatMap((phase) => phase.gates)
  .filter(({ id }) => id === clockId)
const clock = { kind: 'command', on: jumphost, argv: ['date', '-u', '+%s'] } as const
const replayed = (scenes: ConstructorParameters<typeof Map<string, ReturnType<typeof bundledScene>>>[0]) =>
  new Looking({
    id: 'r',
    specs,
    selectedUnits: [],
    site,
    source: { mode: 'replay', replay: { site, scenes: new Map(scenes) } },
    strict: false,
    signal: new AbortController().signal,
    failFast: false,
    noProbes: false,
  })

test('a recording without a clock is not judged by one', async () => {
  expect(await replayed([]).ask(clockId, clock, false)).toEqual({
    skip: { name: 'NotApplicable', message: 'the recording holds no clock' },
  })
})

test('a recording with a clock is', async () => {
  const [spec = expect.fail('no such gate')] = specs
  const scene = bundledScene(spec, 'healthy')
  expect(await replayed([[clockId, scene]]).ask(clockId, clock, false)).toMatchObject({ answer: { kind: 'command', exitCode: 0 } })
})
