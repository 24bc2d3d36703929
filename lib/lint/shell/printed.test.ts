import { describe, expect, test } from 'vitest'
import { readPage } from '../page/read-page.ts'
import { readShell } from './read-shell.ts'

/** The words of the first call of `target`, each with the values that are known. */
const words = (text: string) =>
  readShell(readPage('a.sh', text))
    .named('target')[0]
    ?.words.slice(1)
    .map(({ values, partly, shape }) => values[0] ?? partly?.[0] ?? shape)

describe('what a function prints is known as the value of a variable is', () => {
  test.each<[string, string, readonly string[]]>([
    ['by echo', 'f() { echo /tmp/a; }\ntarget "$(f)"', ['/tmp/a']],
    ['without quotes', 'f() { echo -n /tmp/a; }\ntarget $(f)', ['/tmp/a']],
    ['by printf', `f() { printf '/tmp/%s-%s\\n' a "$1"; }\ntarget "$(f b)"`, ['/tmp/a-b']],
    ['from a variable of its own', 'f() { local d=/tmp/a; mkdir -p "$d"; echo "$d"; }\ntarget "$(f)/b"', ['/tmp/a/b']],
    ['behind a test', 'f() { local d=/tmp/a; [ -d "$d" ] || mkdir "$d"; echo "$d"; }\ntarget "$(f)"', ['/tmp/a']],
    ['behind &&', 'f() { mkdir -p /tmp/a && echo /tmp/a; }\ntarget "$(f)"', ['/tmp/a']],
    ['from a variable of the page', 'D=/tmp/a\nf() { echo "$D"; }\ntarget "$(f)"', ['/tmp/a']],
    ['in part', `f() { printf '%s/%s\\n' /tmp/a "$1"; }\nx=$(program)\ntarget "$(f "$x")"`, ['/tmp/a/$(program)']],
    ['through another function', 'd() { echo /tmp; }\nf() { echo "$(d)/$1"; }\ntarget "$(f a)"', ['/tmp/a']],
    ['by calling another function', 'd() { echo "/tmp/$1"; }\nf() { d "$1"; }\ntarget "$(f a)"', ['/tmp/a']],
    ['into a variable', 'f() { echo /tmp/a; }\nx=$(f)\ntarget "$x"', ['/tmp/a']],
    ['whose errors are thrown away', 'f() { echo /tmp/a; }\ntarget "$(f 2>/dev/null)"', ['/tmp/a']],
    ['in a subshell', 'f() ( echo /tmp/a )\ntarget "$(f)"', ['/tmp/a']],
    ['by mktemp', 'f() { mktemp -d; }\ntarget "$(f)/a"', ['/tmp/tmp.XXXXXXXXXX/a']],
    ['as several words', 'f() { echo a --b "$1"; }\ntarget $(f c)', ['a', '--b', 'c']],
    ['as one word in quotes', 'f() { echo a b; }\ntarget "$(f)"', ['a b']],
    ['for a loop', 'f() { echo a b; }\nfor x in $(f); do target "$x"; done', ['a']],
    ['without a function', `target "$(printf '%s/a' /tmp)"`, ['/tmp/a']],
  ])('%s', (_, text, found) => {
    expect(words(text)).toEqual(found)
  })

  test.each<[string, string]>([
    ['of a program', 'target "$(f)"'],
    ['that also prints something else', 'f() { program; echo /tmp/a; }\ntarget "$(f)"'],
    ['that depends on something', 'f() { if a; then echo /tmp/a; fi; }\ntarget "$(f)"'],
    ['into a file', 'f() { echo /tmp/a > b; }\ntarget "$(f)"'],
    ['as an error', 'f() { echo /tmp/a >&2; }\ntarget "$(f)"'],
    ['into a pipe', 'f() { echo /tmp/a; }\ntarget "$(f | program)"'],
    ['by a format with more in it', `f() { printf '%q\\n' /tmp/a; }\ntarget "$(f)"`],
    ['by itself', 'f() { echo "$(f)"; }\ntarget "$(f)"'],
    ['of another machine', `f() { echo /tmp/a; }\nssh host 'target "$(f)"'`],
  ])('not what comes %s', (_, text) => {
    expect(words(text)?.[0]).toMatch(/^\$\(f/)
  })

  test('and what it sets for itself is gone afterwards', () => {
    expect(words('d=/a\nf() { local d=/tmp; echo "$d"; }\nx=$(f)\ntarget "$(f)" "$d"')).toEqual(['/tmp', '/a'])
  })
})
