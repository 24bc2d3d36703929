import { describe, expect, test } from 'vitest'
import { readPage } from '../page/read-page.ts'
import type { Call } from './call.ts'
import { readShell } from './read-shell.ts'

const read = (text: string, fence = 'bash') => readShell(readPage('page.md', `\`\`\`${fence}\n${text}\n\`\`\`\n`))
const calls = (text: string) => read(text).calls
const line = ({ words }: Call) => words.map((word) => word.values[0] ?? word.shape).join(' ')
/** The one command with this name. */
const only = (name: string, text: string) => {
  const found = calls(text).filter((call) => call.name === name)
  expect(found.map(line)).toHaveLength(1)
  return found[0] as Call
}

describe('a command is found', () => {
  test.each<[string, string]>([
    ['behind sudo and its options', 'sudo -u ubuntu -H target a'],
    ['behind env and assignments', 'env -u X A=1 target a'],
    ['behind timeout', 'timeout -k 5 30s target a'],
    ['behind nohup, nice and stdbuf', 'nohup nice -n 5 stdbuf -oL target a'],
    ['behind command and exec', 'command exec target a'],
    ['behind xargs', 'echo x | xargs -n1 -I{} target a'],
    ['in a text for bash -c', `bash -lc 'true; target a'`],
    ['in a text for ssh', `ssh -o X=y -i key ubuntu@host "cd /x && target a"`],
    ['in the words for ssh', 'ssh host sudo target a'],
    ['in a text for ssh, twice over', `ssh host "ssh other 'target a'"`],
    ['in a text for juju ssh', `juju ssh -m openstack vault/0 'sudo target a'`],
    ['in a text for juju exec', `juju exec --unit vault/0 -- 'target a'`],
    ['in a container', 'lxc exec c1 -- target a'],
    ['in a pod', 'kubectl -n x exec -it pod -c main -- target a'],
    ['in a here-document for ssh', `ssh host <<'EOF'\ntarget a\nEOF`],
    ['in a here-document for a remote bash', `juju ssh vault/0 sudo bash -s <<'EOF'\ntarget a\nEOF`],
    ['in a here-document with tabs', 'ssh host <<-EOF\n\ttarget a\n\tEOF'],
    ['in a here-document that is piped', `cat <<'EOF' | ssh host bash\ntarget a\nEOF`],
    ['in a here-string', `bash <<< 'target a'`],
    ['in a here-document for a shell that names its input', `ssh host bash /dev/fd/0 <<'EOF'\ntarget a\nEOF`],
    ['in a here-document that is sourced', `. /proc/self/fd/0 <<'EOF'\ntarget a\nEOF`],
    ['in what echo prints into a shell', `echo 'target a' | ssh host bash -s`],
    ['in a here-document within a here-document', `ssh a <<'X'\nssh b <<'Y'\ntarget a\nY\nX`],
    ['in a script that is written to a file', `cat > x.sh <<'EOF'\ntarget a\nEOF`],
    ['in $( … )', 'x=$(target a)'],
    ['in backquotes', 'echo `target a`'],
    ['in a substitution inside quotes inside a substitution', 'echo "$(echo "$(target a)")"'],
    ['in <( … )', 'diff <(target a) b'],
    ['in a condition', 'if ! target a; then :; fi'],
    ['in a case', 'case x in x) target a ;; esac'],
    ['in a loop', 'while :; do target a; done'],
    ['in a function that is called', 'f() { target a; }\nf'],
    ['in a function that is never called', 'f() { target a; }'],
    ['in the background', 'target a &'],
    ['over several lines', 'target \\\n  a'],
    ['in a default of a variable', `echo "\${X:-$(target a)}"`],
    ['in an array', 'x=(a $(target a))'],
    ['in what eval reads', `eval 'target a'`],
  ])('%s', (_, text) => {
    expect(line(only('target', text))).toBe('target a')
  })

  test('at its place in the file', () => {
    const { page, calls: found } = read(`ssh a <<'EOF'\n  if true; then ssh b "x; target a"; fi\nEOF`)
    const call = found.find(({ name }) => name === 'target')
    expect(page.lines.place(call?.start ?? 0)).toEqual({ line: 3, column: 27 })
    expect(page.text.slice(call?.start, call?.end)).toBe('target a')
  })

  test('not in comments, quotes, or here-documents for other programs', () => {
    expect(calls(`# target a\necho 'target a'\ncat > x.yaml <<'EOF'\ntarget a\nEOF`).map(({ name }) => name)).toEqual(['echo', 'cat'])
  })
})

describe('what a command reads', () => {
  test.each<[Call['stdin'], string]>([
    ['inherited', 'target'],
    ['own', 'target </dev/null'],
    ['own', 'echo x | target'],
    ['script', `ssh host bash -s <<'EOF'\ntarget\nEOF`],
    ['list', 'while read -r x; do target; done < list'],
    ['list', 'cat list | while IFS= read -r x; do target; done'],
    ['list', 'f() { while read -r x; do target; done; }\ncat list | f'],
    ['inherited', 'while read -r x <&3; do target; done 3< list'],
    ['inherited', 'while read -r -u 3 x; do target; done 3< list'],
    ['inherited', 'for x in a b; do target; done'],
    ['pipe', 'cat list | { target; cat; }'],
    ['pipe', 'f() { target; }\ncat list | f'],
    ['own', 'cat list | xargs target'],
    ['script', `ssh host <<'EOF'\nf() { target; }\nf\nEOF`],
  ])('%s: %s', (stdin, text) => {
    expect(only('target', text).stdin).toBe(stdin)
  })
})

describe('a failure of a command ends the shell', () => {
  test.each([
    ['set -e\ntarget', true],
    ['target', false],
    ['set -e\nset +e\ntarget', false],
    ['set -o errexit\ntarget', true],
    ['set -e\ntarget || true', false],
    ['set -e\ntarget && echo a', false],
    ['set -e\necho a && target', true],
    ['set -e\nif target; then :; fi', false],
    ['set -e\n! target', false],
    ['set -e\ntarget | cat', false],
    ['set -eo pipefail\ntarget | cat', true],
    ['set -e\ntarget &', false],
    ['set -e\nx=$(target)', true],
    ['set -e\nx=$(target; true)', false],
    ['set -e\necho "$(target)"', false],
    ['( set -e; true )\ntarget', false],
    ['set -e\n( target )', true],
    [`bash -ec 'target'`, true],
    [`set -e\nbash -c 'target; true'`, false],
    ['set -e\nf() { target; }\nf', true],
    ['set -e\nf() { target; }\nif f; then :; fi', false],
  ])('%j: %s', (text, fatal) => {
    expect(only('target', text).fatal).toBe(fatal)
  })
})

describe('words', () => {
  const values = (text: string) => calls(text).find(({ name }) => name === 'target')?.words[1]?.values

  test.each<[string, readonly string[]]>([
    ['A=/tmp/x\ntarget "$A/y"', ['/tmp/x/y']],
    ['for a in x y; do target "$a"; done', ['x', 'y']],
    ['target "$UNKNOWN"', []],
    ['A=x\nread -r A\ntarget $(id)', []],
    ['A=$(id)\ntarget "$A"', []],
    [`export A=b\ntarget \${A}`, ['b']],
    [`target a"b"'c'`, ['abc']],
    [`target "\${X:-y}"`, ['y']],
    [`A=$(id)\ntarget "\${A:-x}"`, []],
    [`A=b\nssh host "target $A"`, ['b']],
    ['A=1 target "$A"', []],
  ])('of %j are %j', (text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  test('keep what is set from block to block', () => {
    const page = readShell(readPage('p.md', '```bash\nA=x\nf() { target "$A"; }\n```\n\n```bash\nf\n```\n'))
    expect(page.calls.filter(({ name }) => name === 'target').map(({ words }) => words[1]?.values)).toContainEqual(['x'])
  })
})

test('a function is looked at in the block that has it, and where it is called', () => {
  const { blocks } = readShell(readPage('p.md', '```bash\nf() { target; }\n```\n\n```bash\necho a\n```\n\n```bash\nf\n```\n'))
  expect(blocks.map((one) => one.calls.map(({ name }) => name))).toEqual([['target'], ['echo'], ['f', 'target']])
})

test('who reads what a command prints is known across ssh and groups', () => {
  const readers = (text: string) =>
    only('target', text)
      .readers()
      .map(({ name }) => name)
  expect(readers('target | a | b')).toEqual(['a', 'b'])
  expect(readers(`ssh host 'target | a' | b`)).toEqual(['a', 'b'])
  expect(readers('{ target; other; } | b')).toEqual(['b'])
  expect(readers('x=$(target) | b')).toEqual([])
})

test('an exit is that of the pasted shell only where no other shell is in between', () => {
  const inPasted = (text: string) => only('exit', text).inPastedShell
  expect(['exit', '{ exit; }', 'f() { exit; }\nf', 'if a; then exit; fi'].map(inPasted)).toEqual([true, true, true, true])
  expect(['( exit )', 'a | exit', 'x=$(exit)', 'bash -c exit', 'ssh h exit', 'exit &'].map(inPasted)).toEqual([
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('what is not shell is reported with its place, and the rest is still read', () => {
  const { blocks } = read('echo a\nif true; then\n')
  expect(blocks[0]?.notRead.length).toBeGreaterThan(0)
  expect(blocks[0]?.calls.map(({ name }) => name)).toEqual(['echo', 'true'])
})
