import { expect, test } from 'vitest'
import { readPhases } from '../phase/phase.ts'
import { bundledScene, sceneNames } from '../run/conditions.ts'
import { shapeOf } from '../transport/guard-commands.ts'
import { shellLine } from '../transport/question.ts'

/** What bundled scenes were asked with sudo, which is what `gates sudoers` makes its rules of and `gates plan` shows. */
const asked = readPhases()
  .flatMap(({ gates }) => gates)
  .flatMap((spec) => sceneNames(spec).flatMap((name) => bundledScene(spec, name).answers))
  .flatMap(({ ask }) => / \$ sudo -n (.*)$/s.exec(ask)?.[1] ?? [])
const lines = [...new Set(asked)]

test('what gates plan shows and gates sudoers allows with sudo is what the guard sends with sudo, as root', () => {
  const argvs = lines.map(wordsOf)
  expect(argvs.map(shellLine)).toEqual(lines)
  expect(lines.length).toBeGreaterThan(20)
  expect(argvs.filter((argv) => shapeOf(argv)?.sudo !== 'root')).toEqual([])
})

/** As a POSIX shell splits what `shellLine` has quoted. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:\\.|'[^']*'|[^\s'\\])+/gs)].map(([word]) =>
    word.replace(/'([^']*)'|\\(.)/gs, (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? ''),
  )
}
