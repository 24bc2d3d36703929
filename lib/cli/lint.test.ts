import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('lint')
afterAll(gates.remove)

const path = (name: string) => join(gates.scratch, name)
const fence = (shell: string) => `\`\`\`bash\n${shell}\n\`\`\`\n`
beforeAll(() => {
  mkdirSync(path('books/sub/node_modules'), { recursive: true })
  writeFileSync(path('books/phase-03.md'), fence('( cd ~/gates && npm run --silent gates -- --phase 03 )'))
  writeFileSync(path('books/sub/trap.md'), fence('while read -r u; do\n  ssh "$u" uptime\ndone < units'))
  writeFileSync(path('books/sub/node_modules/theirs.md'), fence('maas list'))
  writeFileSync(path('books/notes.md'), fence('maas admin machine read 4na83t'))
  writeFileSync(path('books/other.txt'), 'maas list\n')
  mkdirSync(path('empty'))
})

/** The outcome of a lint run, without the folder of this test. */
async function lint(...args: readonly string[]) {
  const { code, stdout, stderr } = await gates.run(['lint', ...args], { cwd: gates.scratch })
  return { code, stdout, stderr: stderr.replaceAll(gates.scratch, 'SCRATCH').trimEnd() }
}

describe('gates lint', () => {
  test('reads pages and scripts below a folder, and ends with 1 for what it found', async () => {
    const { code, stdout, stderr } = await lint('books')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain('books/sub/trap.md:3:3 error ssh-eats-stdin  ssh reads the lines that the loop goes through')
    expect(stdout).toContain('2 findings in 3 files, 3 blocks of shell: 1 error, 0 warnings, 1 note.')
  })

  test('ends with 0 when there is nothing, or nothing but notes', async () => {
    expect(await lint('books/phase-03.md')).toEqual({ code: 0, stdout: 'No findings in 1 file, 1 block of shell.\n', stderr: '' })
    expect((await lint('books/notes.md')).code).toBe(0)
    expect(await lint('-q', '--severity', 'warning', 'books/notes.md')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('takes a file that is named for a script, whatever it is called', async () => {
    expect((await lint('books/other.txt')).stdout).toContain('books/other.txt:1:1 error maas-list')
  })

  test('prints one document on stdout and everything else on stderr', async () => {
    const { code, stdout, stderr } = await lint('--json', 'books')
    expect([code, JSON.parse(stdout).verdict, JSON.parse(stdout).findings.length]).toEqual([1, 'found', 2])
    expect(stderr).toContain('2 findings in 3 files')
  })

  test('writes the reports it is asked for', async () => {
    await lint('books', '--sarif', 'a.sarif', '--junit', 'a.xml', '--code-quality', 'a.json')
    expect(JSON.parse(readFileSync(path('a.sarif'), 'utf8')).runs[0].results).toHaveLength(2)
    expect(readFileSync(path('a.xml'), 'utf8')).toContain('<failure message="books/sub/trap.md:3: ssh reads')
    expect(JSON.parse(readFileSync(path('a.json'), 'utf8'))).toHaveLength(2)
  })

  test('repeats no secret that is written on a page', async () => {
    writeFileSync(
      path('secret.md'),
      fence('curl -u admin:hunter2hunter2 https://x; vault operator unseal c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'),
    )
    const { code, stdout, stderr } = await lint('secret.md', '--json', '--sarif', 's.sarif', '--junit', 's.xml', '--code-quality', 's.json')
    const all = [stdout, stderr, ...['s.sarif', 's.xml', 's.json'].map((name) => readFileSync(path(name), 'utf8'))].join('')
    expect(code).toBe(1)
    expect(all).toContain('[redacted:password#')
    expect(all).not.toMatch(/hunter2|c2VjcmV0/)
  })

  test('leaves out what the baseline holds, and says so', async () => {
    expect((await lint('books', '--write-baseline', 'old.json')).stdout).toBe('2 findings kept in old.json\n')
    writeFileSync(path('books/new.sh'), 'maas list\n')
    const { code, stdout } = await lint('books', '--baseline', 'old.json')
    expect(code).toBe(1)
    expect(stdout).toContain('1 finding in 4 files, 4 blocks of shell: 1 error, 0 warnings, 0 notes. Not shown: 2 known from the baseline.')
    writeFileSync(path('books/new.sh'), 'maas admin machines read\n')
    expect(await lint('books/new.sh', '--baseline', 'old.json')).toEqual({
      code: 0,
      stdout: 'No findings in 1 file, 1 block of shell.\n',
      stderr: 'gates: 2 findings of old.json are gone from the pages: write the baseline again',
    })
  })

  test('shows what it would change, then changes it', async () => {
    const dry = await lint('--fix-dry-run', 'books/sub/trap.md')
    expect(dry.code).toBe(1)
    expect(dry.stdout).toContain('-  ssh "$u" uptime\n+  ssh "$u" uptime </dev/null\n')
    expect(readFileSync(path('books/sub/trap.md'), 'utf8')).not.toContain('/dev/null')
    expect(await lint('--fix', 'books/sub/trap.md')).toEqual({
      code: 0,
      stdout: 'No findings in 1 file, 1 block of shell.\n',
      stderr: 'gates: 1 file changed: books/sub/trap.md',
    })
    expect(readFileSync(path('books/sub/trap.md'), 'utf8')).toBe(fence('while read -r u; do\n  ssh "$u" uptime </dev/null\ndone < units'))
    expect((await lint('--fix-dry-run', 'books/sub/trap.md')).code).toBe(0)
  })

  test('explains a rule with examples of both kinds, and lists all', async () => {
    const { code, stdout } = await lint('--explain', 'maas-list')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^maas-list {2}error {2}DOCFIX-016 DOCFIX-017\n {2}maas list prints[\s\S]*Fix\n[\s\S]*Found\n {2}maas list\n[\s\S]*Fine\n {2}maas admin machines read\n/,
    )
    expect((await lint('--explain', 'all')).stdout.split('\n')).toHaveLength(42)
  })
})

describe('a mistake is one sentence and exit 2', () => {
  test.each<[string, readonly string[], string]>([
    ['no path', [], 'gates: lint: wanted a page, a script or a folder of them, received nothing. For example: bin/gates lint runbooks/'],
    ['a path that is not there', ['nowhere'], 'gates: nowhere: there is no such file or folder'],
    ['a folder without pages', ['empty'], 'gates: empty: wanted pages (.md) or scripts (.sh), found none'],
    [
      'a rule mistyped',
      ['books', '--rule', 'maas-lst'],
      'gates: There is no rule called maas-lst. Did you mean maas-list? "bin/gates lint --explain all" shows them all',
    ],
    ['a severity mistyped', ['books', '--severity', 'bad'], 'gates: --severity: wanted error, warning, note, received bad'],
    [
      'both kinds of fixing',
      ['books', '--fix', '--fix-dry-run'],
      'gates: --fix and --fix-dry-run exclude each other: one writes, the other only shows',
    ],
    [
      'a baseline that is not there',
      ['books', '--baseline', 'none.json'],
      'gates: none.json: wanted a baseline, received nothing. Write one: bin/gates lint PATH… --write-baseline none.json',
    ],
    [
      'a baseline that is none',
      ['books', '--baseline', 'books/other.txt'],
      'gates: books/other.txt: wanted a baseline in JSON, received maas list\n',
    ],
  ])('%s', async (_, args, stderr) => {
    expect(await lint(...args)).toEqual({ code: 2, stdout: '', stderr: stderr.trimEnd() })
  })

  test('a report that cannot be written', async () => {
    const { code, stderr } = await lint('books', '--sarif', 'empty')
    expect([code, stderr.slice(0, 34)]).toEqual([2, 'gates: empty: could not be written'])
  })
})
