import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'

const translated = /(?<!there )\b(is|are) no (?!longer|more)[a-z]|\btold\b|\buntold\b|for want of|\banew\b|and said nothing|did not tell/
const most = 60

const own = 'lib/proof/english.test.ts'

test('lines that read as translated become fewer', () => {
  const listed = execFileSync('git', ['ls-files', 'lib', 'gates', 'phases', 'lab', 'README.md', 'CONTRIBUTING.md'], {
    cwd: projectDir,
    encoding: 'utf8',
  })
  const lines = listed
    .split('\n')
    .filter((file) => file !== '' && file !== own)
    .flatMap((file) =>
      readFileSync(join(projectDir, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (translated.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    )
  expect(lines.length, `${most} lines are allowed; the last of them: ${lines.slice(-5).join('\n')}`).toBeLessThanOrEqual(most)
})
