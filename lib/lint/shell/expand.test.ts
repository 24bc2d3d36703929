import { describe, expect, test } from 'vitest'
import { readPage } from '../page/read-page.ts'
import type { Call } from './call.ts'
import { readShell } from './read-shell.ts'

const read = (...blocks: readonly string[]) =>
  readShell(readPage('page.md', blocks.map((text) => `\`\`\`bash\n${text}\n\`\`\`\n`).join('\n')))
const line = ({ words }: Call) => words.map((word) => word.values[0] ?? word.shape).join(' ')
const targets = (...blocks: readonly string[]) =>
  read(...blocks)
    .named('target')
    .map(line)

describe('a function that hands on what it is called with', () => {
  test.each<[string, string]>([
    ['all of it', 'f() { target "$@"; }\nf a'],
    ['all of it, without quotes', 'f() { target $@; }\nf a'],
    ['all of it, as one text', `f() { bash -c "target $*"; }\nf a`],
    ['the program as well', 'run() { if [ "$LIVE" = 1 ]; then "$@"; else printf "would: %s\\n" "$*"; fi; }\nrun target a'],
    ['all but the first', 'f() { local n=$1; shift; echo "$n"; target "$@"; }\nf 3 a'],
    ['all but the first two', 'f() { local n=$1 m=$2; shift 2; target "$@"; }\nf x y a'],
    ['what follows the first', `f() { target "\${@:2}"; }\nf x a`],
    ['what shift left, by its number', 'f() { shift; target "$1"; }\nf x a'],
    ['through an array', `f() { local words=("$@"); target "\${words[@]}"; }\nf a`],
    ['through another function', 'f() { target "$@"; }\ng() { f "$@"; }\ng a'],
    ['behind words of its own through another function', 'f() { "$@"; }\ng() { f target "$1"; }\ng a'],
    ['to ssh, as words', 'f() { ssh -o BatchMode=yes host "$@"; }\nf sudo target a'],
    ['to ssh, within a text', `f() { ssh host "sudo $*"; }\nf target a`],
    ['a variable of its own', 'f() { target "$@"; }\nA=a\nf "$A"'],
    ['a parameter of the function around', 'f() { target "$@"; }\ng() { local x=$1; f "$1"; }\ng a'],
    ['nothing', 'f() { target a "$@"; }\nf'],
    ['under the name of a program that runs others', 'retry() { local n=$1; shift; until "$@"; do sleep "$n"; done; }\nretry 3 target a'],
    ['to another function of the page', 't() { target "$@"; }\nretry() { shift; "$@"; }\nretry 3 t a'],
  ])('%s', (_, text) => {
    expect(targets(text)).toEqual(['target a'])
  })

  test('is followed from a later block', () => {
    expect(targets('f() { target "$@"; }\nf a', 'f b')).toEqual(['target a', 'target b'])
  })

  test.each<[string, string, string]>([
    ['when nobody calls it', 'f() { target "$@"; }', 'target $@'],
    ['after a shift that depends on what comes', 'f() { while [ "$1" = -q ]; do shift; done; target "$@"; }\nf -q a', 'target $@'],
    ['of the script itself', 'target "$@"', 'target $@'],
  ])('is not known %s', (_, text, expected) => {
    expect(targets(text)).toEqual([expected])
  })

  test('is not called by what runs another program', () => {
    expect(targets('target() { command target -m x "$@"; }\ntarget a')).toEqual(['target a', 'target -m x a'])
  })

  test('is shown where it is called, not where it is written', () => {
    const { page, calls } = read('f() { target "$@"; }\n\nf a')
    const call = calls.find(({ name }) => name === 'target')
    expect(page.text.slice(call?.start, call?.end)).toBe('f a')
  })
})

describe('a variable that holds several words', () => {
  test.each<[string, string]>([
    ['is a program with its options', 'T="target a"\n$T'],
    ['is a program with its options, in braces', `T="target a"\n\${T}`],
    ['is the options of a program', 'O="a b"\ntarget $O'],
    ['is a command for another machine', 'C="sudo target a"\nssh host $C'],
    ['is a program with its options, of which one is not known', 'T="target $HOME/a"\n$T'],
  ])('%s', (_, text) => {
    expect(targets(text)[0]).toMatch(/^target (?:\$HOME\/)?a(?: b)?$/)
    expect(read(text).named('target')[0]?.words.length).toBe(text.includes('"a b"') ? 3 : 2)
  })

  test.each(['T="target a $X"\nfor T in $(list); do $T; done', 'T="target a $X"\nread -r T\n$T', 'T="target a $X"\nT=$(list)\n$T'])(
    'is not what it held before: %s',
    (text) => {
      expect(targets(text)).toEqual([])
    },
  )

  test.each([
    'C="sudo target a"\nssh host "$C"',
    `C="sed 's/a/$X b/' f; target a"\nssh host "$C"`,
    `C="sed 's/a/$X b/' f && sudo target a"\nssh host \${C}`,
    `C="target a"\nbash -c "$C"`,
  ])('is a script for another shell: %s', (text) => {
    expect(targets(text)).toEqual(['target a'])
  })

  test('has quotes of its own, and no words that are known', () => {
    expect(targets(`T="target 'a b'"\n$T`)).toEqual([])
  })

  test('keeps its default when a person is asked for it', () => {
    expect(read(`read -rp "which? " A\ntarget "\${A:-a}"`).named('target')[0]?.words[1]?.values).toEqual(['a'])
  })

  test('is one word in quotes', () => {
    expect(read('O="a b"\ntarget "$O"').named('target')[0]?.words.length).toBe(2)
  })
})

describe('a program whose name is put together', () => {
  const functions = 'do_a() { target a; }\ndo_b() { target b; }\n'
  test.each<[string, string, readonly string[]]>([
    ['from the list of a loop, in its order', 'for s in b a; do "do_$s"; done', ['target b', 'target a']],
    ['from an array that a loop goes through', `steps=(b a)\nfor s in "\${steps[@]}"; do do_\${s}; done`, ['target b', 'target a']],
    ['from lines that are read', "while read -r s; do do_$s </dev/null; done <<'EOF'\nb\na\nEOF", ['target b', 'target a']],
    ['from a parameter', 'step() { "do_$1"; }\nstep b\nstep a', ['target b', 'target a']],
    ['from a variable in quotes', 'for f in do_b do_a; do "$f"; done', ['target b', 'target a']],
    ['from a default', `"\${step:-do_b}"\ndo_a`, ['target b', 'target a']],
    ['in a text for eval', 'for s in b a; do eval "do_$s"; done', ['target b', 'target a']],
    ['from what is not known', 's=$(program)\n"do_$s"', ['target a', 'target b']],
  ])('%s', (_, text, found) => {
    expect(targets(`${functions}${text}`)).toEqual(found)
  })

  test('starts a program', () => {
    expect(targets('p=get\n"tar$p" a')).toEqual(['target a'])
  })
})

describe('the branches of a case come in the order of the values', () => {
  const branches = 'a) target a ;; b | c) target b ;; *) target x ;; esac'
  test.each<[string, string, readonly string[]]>([
    ['of a loop', `for s in b a; do case $s in ${branches}; done`, ['target b', 'target a', 'target x']],
    ['of a parameter', `f() { case "$1" in ${branches}; }\nf c`, ['target b', 'target a', 'target x']],
    ['that another branch takes', `for s in z a; do case $s in ${branches}; done`, ['target x', 'target a', 'target b']],
    ['when they are known', `case $s in ${branches}`, ['target a', 'target b', 'target x']],
  ])('%s', (_, text, found) => {
    expect(targets(text)).toEqual(found)
  })
})

test.each<[string, string]>([
  ['a variable', 'ssh $SSH_OPTS host target a'],
  ['a variable, among others', `ssh \${SSH_OPTIONS} -t "$HOST" 'target a'`],
  ['an array', `ssh "\${ssh_args[@]}" host target a`],
])('options of ssh in %s that is not known are not its destination', (_, text) => {
  expect(targets(text)).toEqual(['target a'])
})

describe('an alias', () => {
  test.each<[string, string]>([
    ['for a program with options', `alias t='target -m x'\nt a`],
    ['in double quotes, among others', `alias l="ls -l" t="target -m x"\nt a`],
    ['of a line before', 'alias t="target -m x"\nif true; then t a; fi'],
  ])('%s is followed', (_, text) => {
    expect(targets(text)).toEqual(['target -m x a'])
  })

  test('is none in a script, which does not expand it', () => {
    const page = readShell(readPage('x.sh', "alias t='target -m x'\nt a\n"))
    expect(page.named('target')).toEqual([])
  })
})

describe('an array', () => {
  test.each<[string, string]>([
    ['that grows', `x=(a)\nx+=(b)\ntarget "\${x[@]}"`],
    ['that begins empty', `x=()\nx+=(a b)\ntarget "\${x[@]}"`],
  ])('%s stands for all its words', (_, text) => {
    expect(targets(text)).toEqual(['target a b'])
  })

  test('with names has the values of all of them, of which one is taken', () => {
    const [call] = read(`declare -A ids=([one]=a [two]=b)\nfor h in one two; do target "\${ids[$h]}"; done`).named('target')
    expect(call?.words[1]?.values).toEqual(['a', 'b'])
  })
})
