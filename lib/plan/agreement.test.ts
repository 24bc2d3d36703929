import { expect, test } from 'vitest'
import { readPhases } from '../phase/phase.ts'
import { bundledScene, sceneNames } from '../run/conditions.ts'
import { shapeOf } from '../transport/guard-commands.ts'
import { shellLine } from '../transport/question.ts'
import { wordsOf } from './commands-page.ts'

/** The questions with sudo in the bundled scenes, from which `gates sudoers` makes its rules and which `gates plan` shows. */
const asked = readPhases()
  .flatMap(({ gates }) => gates)
  .flatMap((spec) => sceneNames(spec).flatMap((name) => bundledScene(spec, name).answers))
  .flatMap(({ ask }) => {
    const [, account = 'root', line] = / \$ sudo -n (?:-u ([a-z]+) )?(.*)$/s.exec(ask) ?? []
    return line === undefined ? [] : [{ account, line }]
  })
const lines = [...new Map(asked.map((one) => [`${one.account} ${one.line}`, one])).values()]

test('what gates plan shows and gates sudoers allows with sudo is what the guard sends with sudo, as the same account', () => {
  const argvs = lines.map(({ line }) => wordsOf(line))
  expect(argvs.map(shellLine)).toEqual(lines.map(({ line }) => line))
  expect(new Set(lines.map(({ account }) => account))).toEqual(new Set(['root', 'magnum']))
  expect(lines.length).toBeGreaterThan(20)
  expect(lines.filter(({ account }, i) => shapeOf(argvs[i] ?? [])?.sudo !== account)).toEqual([])
})
