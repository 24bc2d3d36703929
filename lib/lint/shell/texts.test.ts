import { describe, expect, test } from 'vitest'
import { readPage } from '../page/read-page.ts'
import { readShell } from './read-shell.ts'

/** The line and the words of each call of `target` in a script. */
function targets(script: string): readonly string[] {
  const read = readShell(readPage('a.sh', script))
  return read.named('target').map(({ start, words }) => {
    const { line } = read.page.lines.place(start)
    return `${line}: ${words.map((word) => word.values[0] ?? word.shape).join(' ')}`
  })
}

describe('a script that is given as a word is read where it is written', () => {
  test.each<[string, string, readonly string[]]>([
    ['in a variable', `V='true\ntarget a'\nssh host "$V"`, ['2: target a']],
    ['in a variable that is a here-document', `V=$(cat <<'EOF'\ntarget a\nEOF\n)\nssh host "$V"`, ['2: target a']],
    ['in a variable that read filled', `read -r -d '' V <<'EOF'\ntarget a\nEOF\nssh host "$V"`, ['2: target a']],
    ['in a variable that grew', `V='true; '\nV+='target a'\nbash -c "$V"`, ['2: target a']],
    ['in the list of a loop', `for c in 'target a' \\\n  'target b'; do ssh host "$c"; done`, ['1: target a', '2: target b']],
    ['in an array', `cs=(true\n  'target a')\nfor c in "\${cs[@]}"; do ssh host "$c"; done`, ['2: target a']],
    ['in a substitution', `ssh host "$(cat <<'EOF'\ntarget a\nEOF\n)"`, ['2: target a']],
    ['in a file that is none', `bash <(cat <<'EOF'\ntarget a\nEOF\n)`, ['2: target a']],
  ])('%s', (_, script, found) => {
    expect(targets(script)).toEqual(found)
  })
})

describe('eval', () => {
  test.each<[string, string, readonly string[]]>([
    ['reads its words as one text', `eval target 'a; target b'`, ['1: target a', '1: target b']],
    ['of what is only partly known shows what is known', `eval "target $1 --wait"`, ['1: target $1 --wait']],
    ['of a text that was put together shows all of it', `c=target\nc+=" a"\neval "$c"`, ['1: target a']],
    ['knows the functions of the shell it is in', `f() { target a; }\neval 'f'`, ['1: target a']],
    ['of what a program prints shows nothing', `eval "$(program target)"`, []],
  ])('%s', (_, script, found) => {
    expect(targets(script)).toEqual(found)
  })
})

test('what find starts is known with the folder it looks in', () => {
  expect(targets('find /etc/x -type f -exec target {} \\; -exec sudo target -n {} +')).toEqual([
    '1: target /etc/x/{}',
    '1: target -n /etc/x/{}',
  ])
})

test('a trap is read, and a failure in it ends nothing', () => {
  const { calls } = readShell(readPage('a.sh', `set -e\ntrap 'target a' EXIT\ntrap - EXIT`))
  expect(calls.filter(({ name }) => name === 'target').map(({ fatal, counts }) => [fatal, counts])).toEqual([[false, false]])
})
