import { expect, test } from 'vitest'
import { exampleWords } from './renamed.ts'
import { tried } from './tried.ts'

const elsewhere = tried('renamed')

/** Every command of a result that a person may type. */
const commandsOf = ({ fix, claims, causes }: (typeof elsewhere)[number]['result']) => [
  ...(fix?.split('\n') ?? []),
  ...claims.flatMap(({ findings }) => findings.flatMap((finding) => finding.fix ?? [])),
  ...causes.flatMap(({ remedy }) => remedy ?? []),
]

test('no fix tells another cloud a name or address of the example', () => {
  const reported = elsewhere.flatMap(({ gate, name, result }) =>
    commandsOf(result)
      .filter((command) => exampleWords.some((word) => command.search(word) !== -1))
      .map((command) => `${gate} ${name}: ${command}`),
  )
  expect([...new Set(reported)]).toEqual([])
})

test('every place of a fix that names a value of the site is filled', () => {
  const open = elsewhere.flatMap(({ gate, result }) => (result.fix && /\{[a-z][\w.]*\}/.test(result.fix) ? [gate] : []))
  expect([...new Set(open)]).toEqual([])
})

test('most scenes stay what they are under other names, so that the fixes were seen', () => {
  const red = (lines: typeof elsewhere) => new Set(lines.filter(({ result }) => result.fix !== undefined).map(({ gate }) => gate))
  // Left out: its findings name pages by the folder that grep prints, and another cloud has another folder.
  const lost = [...red(tried('scenes'))].filter((gate) => gate !== 'runbooks-lint-clean' && !red(elsewhere).has(gate))
  expect(lost).toEqual([])
})

test('what removes or overwrites stands alone, or after what checks it on the same machine', () => {
  const joined = elsewhere.flatMap(({ gate, result }) =>
    commandsOf(result)
      .filter((command) => /&&.*(?:gates|\bjuju run|\bshred|\bdelete)|(?:gates|\bdelete|\bshred).*&&/.test(command))
      .map((command) => `${gate}: ${command}`),
  )
  expect([...new Set(joined)]).toEqual([])
})
