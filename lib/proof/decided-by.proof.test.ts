import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { SceneList, type Source } from '../report/list.ts'
import { outsideVitest } from './environment.ts'

/** Every scene is judged several times, which took five minutes on a busy machine. */
const patienceMs = 1_800_000

test('README counts the scenes by what they rest on', { timeout: patienceMs }, () => {
  const printed = execFileSync(join(projectDir, 'bin/gates'), ['list', '--scenes', '--json'], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
    env: outsideVitest(),
  })
  const scenes = SceneList.parse(JSON.parse(printed))
  const count = (source: Source) => scenes.filter(({ decidedBy }) => decidedBy === source).length
  expect(readFileSync(join(projectDir, 'README.md'), 'utf8')).toContain(
    `Of ${scenes.length} scenes, ${count('recorded')} rest on real programs alone and ${count('stand-in')} also on a stand-in`,
  )
})
