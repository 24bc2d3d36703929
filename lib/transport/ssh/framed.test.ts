import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { shellLine } from '../question.ts'
import { framed } from './framed.ts'

const awkward = [
  '',
  'two words',
  `it's "both"`,
  'line\nbreak',
  '$HOME',
  '`id`',
  '\\',
  '\\\\',
  '!!',
  '%s',
  'żółw 🐢',
  '{a,b}',
  '\\0101',
  '&',
  '#',
]

/** Runs the framed command as a login shell would, between texts that stand for the shell's own files. */
function inShell(shell: string, command: string, before = '', after = '') {
  const frame = framed(command)
  const { stdout, stderr, status } = spawnSync(shell, ['-c', `${before}${frame.line}${after}`])
  return { read: frame.read(stdout, stderr), status }
}

describe.each(['sh', 'bash', 'dash'])('through %s', (shell) => {
  test('every argument arrives whole', () => {
    const { read } = inShell(shell, shellLine(['printf', '<%s>', ...awkward]))
    expect(read).toMatchObject({ came: 'whole', exitCode: 0, noise: '' })
    expect(read.came === 'whole' && read.stdout.toString()).toBe(awkward.map((word) => `<${word}>`).join(''))
  })

  test('both streams and the exit code are exact, and the session ends with it too', () => {
    const { read, status } = inShell(shell, shellLine(['sh', '-c', 'printf out; printf err >&2; exit 123']))
    expect(read).toEqual({ came: 'whole', exitCode: 123, stdout: Buffer.from('out'), stderr: Buffer.from('err'), noise: '' })
    expect(status).toBe(123)
    expect(inShell(shell, shellLine(['sh', '-c', 'kill -TERM $$'])).read).toMatchObject({ exitCode: 143 })
    expect(inShell(shell, 'no-such-program').read).toMatchObject({ came: 'whole', exitCode: 127 })
  })

  test('what is printed before and after is left out, and named', () => {
    const { read } = inShell(shell, 'printf answer; printf oops >&2', 'echo welcome; echo warn >&2; ', '; echo bye; echo bye >&2')
    expect(read).toEqual({
      came: 'whole',
      exitCode: 0,
      stdout: Buffer.from('answer'),
      stderr: Buffer.from('oops'),
      noise: 'welcome\nwarn\n',
    })
  })

  test('a line that the shell or a forced command prints first is left out too', () => {
    const answer = { came: 'whole', exitCode: 1, stdout: Buffer.from('out'), stderr: Buffer.from('oops') }
    for (const before of ['set -x; ', 'set -v\n'])
      expect(inShell(shell, 'printf out; printf oops >&2; false', before).read).toMatchObject(answer)
    const frame = framed('printf out; printf oops >&2; false')
    const { stdout, stderr } = spawnSync(shell, ['-c', 'echo "$1"; echo "$1" >&2; eval "$1"', shell, frame.line])
    expect(frame.read(stdout, stderr)).toMatchObject(answer)
  })

  test('an answer whose stderr was sent elsewhere is none: an error may stand in it, or be lost', () => {
    for (const before of ['exec 2>&1; ', 'exec 2>/dev/null; '])
      expect(inShell(shell, 'printf out; printf oops >&2', before).read).toEqual({ came: 'mixed' })
  })

  test('a shell that ends first is not an answer, and one that ends half-way is none either', () => {
    expect(inShell(shell, 'printf yes', 'echo maintenance; exit 0; ').read).toEqual({ came: 'never', printed: 'maintenance\n' })
    expect(inShell(shell, 'printf half; exit 0').read).toEqual({ came: 'half' })
  })
})

test('the line holds nothing that fish or csh read in another way than sh does', () => {
  const { line } = framed(shellLine(['printf', '<%s>', ...awkward]))
  const [, quoted = ''] = /^sh -c '(.*)'$/.exec(line) ?? []
  expect(quoted).toMatch(/^eval "\$\(printf %b "(?:[\w @%+=:,./-]|\\0[0-7]{3})*"\)"$/)
})

test('bytes that are not UTF-8 stay as they are, also around the marks', () => {
  const frame = framed('true', 'n0')
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  expect(frame.read(bytes('\xffgates-n0-begina\xffbgates-n0-end0.'), bytes('gates-n0-begin\xfegates-n0-end'))).toMatchObject({
    stdout: bytes('a\xffb'),
    stderr: bytes('\xfe'),
  })
})

test('an exit code that was cut off is not an answer', () => {
  const frame = framed('true', 'n0')
  expect(frame.read(Buffer.from('gates-n0-beginxgates-n0-end12'), Buffer.from(''))).toEqual({ came: 'half' })
})
