// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell, not TypeScript
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readOpenrc } from './index.ts'

const home = '/home/ubuntu'
const names = ['OS_A', 'OS_B', 'OS_C']

/** The variables that bash holds after `. FILE`: every OS_ variable that is set, and whether a program would see it. */
function sourced(text: string): Readonly<Record<string, { readonly value: string; readonly exported: boolean }>> {
  const print = 'for n in "${!OS_@}"; do [ -n "${!n+x}" ] && printf "%s=%s\\0" "$n" "${!n}"; done'
  const script = `. /dev/fd/3 >/dev/null 2>&1 </dev/null; { ${print}; printf '\\0'; env -0; } 2>/dev/null`
  const printed = execFileSync('bash', ['--norc', '-c', `exec 3<<<"$0"; ${script}`, text], {
    encoding: 'utf8',
    env: { HOME: home, LC_ALL: 'C.UTF-8', PATH: process.env.PATH ?? '' },
    timeout: 10_000,
  })
  const [set = '', env = ''] = printed.split(/\0\0|^\0/)
  const pairs = (list: string) =>
    list
      .split('\0')
      .flatMap((one) => (one.startsWith('OS_') ? [[one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] as const] : []))
  const exported = new Set(pairs(env).map(([name]) => name))
  return Object.fromEntries(pairs(set).map(([name, value]) => [name, { value, exported: exported.has(name) }]))
}

/** The settings that the reader is sure of, and the names that it leaves open. */
function read(text: string) {
  const { settings, elsewhere } = readOpenrc(text, home)
  const sure = [...settings].flatMap(([name, one]) => ('value' in one && name.startsWith('OS_') ? [[name, one] as const] : []))
  const open = [...settings].flatMap(([name, one]) => ('unknown' in one ? [name] : []))
  return { sure: Object.fromEntries(sure), open, elsewhere }
}

/** All variables that bash has, without the names that the reader leaves open. */
function without(all: ReturnType<typeof sourced>, { open, elsewhere, sure }: ReturnType<typeof read>) {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !open.includes(name) && (elsewhere === undefined || name in sure)))
}

describe('is sure of exactly what bash does', () => {
  test.each([
    ['plain', 'export OS_A=x\nexport OS_B="y z"\n'],
    ['Windows line ends', "export OS_A=https://10.0.0.1:5000/v3\r\nexport OS_B='y'\r\nunset OS_A\r\nexport OS_C\r\n"],
    ['several on a line', 'export OS_A=1 OS_B=2; OS_C=3'],
    ['declare -x and typeset -x', 'declare -x OS_A=1\ntypeset -x OS_B="2"\ndeclare OS_C=3'],
    ['declare +x', 'export OS_A=1\ndeclare +x OS_A'],
    ['taken back at the end', 'export OS_A=1 OS_B=2\nunset OS_A'],
    ['taken back behind a semicolon', 'export OS_A=1; unset OS_A'],
    ['unset -v and -f', 'OS_A=1 OS_B=2\nunset -v OS_A\nunset -f OS_B'],
    ['for one command only', 'OS_A=1 true\nexport OS_B=1\nOS_B=2 /bin/true'],
    ['set, not exported', 'OS_A=1'],
    ['exported before, after and alone', 'export OS_A\nOS_A=1\nOS_B=2\nexport OS_B OS_C'],
    ['export -n', 'export OS_A=1\nexport -n OS_A'],
    ['set -a', 'set -a\nOS_A=1\nset +a\nOS_B=2\nset -o allexport; OS_C=3'],
    ['appended', 'OS_A=1\nOS_A+=2\nexport OS_A+=3 OS_B+=4'],
    ['quotes', `export OS_A='a"b' OS_B="a'b\\"\\$\\x" OS_C=a\\ b"c d"'e'`],
    ['ANSI-C quotes', `export OS_A=$'a\\tb\\'c\\x41\\u00e9\\101' OS_B="$'x'"`],
    ['a dollar that is one', 'OS_A="a$" OS_B=a$ OS_C="$ x"'],
    ['continued', 'export OS_A=a\\\nb \\\n  OS_B="c\\\nd"\nOS_C=\'e\\\nf\''],
    ['over several lines', 'export OS_A="a\nb"\nOS_B=1'],
    ['comments', '# OS_A=1\nOS_B=2 # OS_A=3\nOS_C=a#b'],
    ['a home', 'OS_A=~/x OS_B="~/x" OS_C=~/a:~/b:c~\nexport OS_C=$OS_C:$HOME'],
    ['an escaped home', 'OS_A=\\~/x\nOS_B=a:"~/x"'],
    ['a variable', 'OS_A=1\nOS_B=$OS_A-${OS_A}\nexport OS_C="$OS_B"'],
    ['a variable of a later line', 'OS_B=2\nOS_A=$OS_B\nOS_B=3'],
    ['a list that is certain', 'true && OS_A=1\nfalse || OS_B=2; false && OS_C=3\nOS_A=4 || OS_A=5'],
    ['a pipe, a background job and a subshell', 'OS_A=1 | cat\nOS_B=2 &\n(OS_C=3)'],
    ['a group', '{ OS_A=1; export OS_B=2; }'],
    ['a here-document', 'cat <<EOF\nexport OS_A=1\nEOF\nOS_B=2'],
    ['a here-document without tabs', "cat <<-'EOF'\n\tOS_A=1\n\tEOF\nOS_B=2"],
    ['a return', 'OS_A=1\nreturn 0\nOS_A=2 OS_B=3'],
    ['a byte order mark', '\ufeffexport OS_A=1\nexport OS_B=2'],
    ['a quote that is never closed', 'export OS_A=1\nexport OS_B="x\nexport OS_C=3\n'],
    ['a constant', 'readonly OS_A=1\nexport OS_A\nOS_B=2'],
    ['names that are not names', 'export 1OS=1 OS_A=2 OS-B=3\nOS_B =4\nOS_C= 5'],
    ['words of other commands', 'echo OS_A=1\nenv OS_B=2 true\ntest OS_C=3'],
    ['an element and an array', 'OS_A=1\nOS_B=2\nOS_C=3'],
    ['braces', 'OS_A={a,b}\nOS_B=a*b'],
    ['command and builtin', 'command export OS_A=1\nbuiltin export OS_B=2'],
    ['a quoted assignment', `export "OS_A=a b" 'OS_B=c'`],
    ['a redirection to nowhere', 'export OS_A=1 >/dev/null 2>&1\nOS_B=2 2>/dev/null'],
    ['an if', 'OS_A=1\nif [ -z "$OS_A" ]; then unset OS_A; fi\nif [ "$OS_A" != 1 ]; then OS_B=1; else export OS_B=2; fi'],
    ['an if of an empty value', 'OS_A=\nif test -z "$OS_A"; then unset OS_A; OS_B=1; elif true; then OS_C=1; fi'],
    ['double brackets', 'OS_A=1\nif [[ -z "${OS_A}" ]]; then unset OS_A; fi\n[[ -n "$OS_A" ]] && OS_B=1\n[[ $OS_A == 1 ]] && OS_C=1'],
    ['words that look like operators', 'OS_A=-z\nif [ "$OS_A" ]; then OS_B=1; fi\n[ "$OS_A" = -z ] && OS_C=1'],
    ['a negation', '! OS_A=1\n! false && OS_B=2'],
    ['a function that is not called', 'f() { OS_A=1; }\nOS_B=2'],
  ])('%s', (_, text) => {
    const ours = read(text)
    expect(ours.sure).toEqual(without(sourced(text), ours))
  })

  test('for whatever is put together from such pieces', () => {
    const value = fc.constantFrom(
      'x',
      "'a b'",
      '"c d"',
      '$OS_A',
      '"${OS_B}-y"',
      "$'\\t'",
      'a\\ b',
      '~/z',
      '',
      '$(echo p)',
      '${OS_C:-d}',
      'e\r',
      '"$OS_C"',
    )
    const name = fc.constantFrom(...names)
    const piece = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('', 'export ', 'declare -x ', 'declare ', '! ', 'set -a; ', 'command export '),
          name,
          fc.constantFrom('=', '+='),
          value,
        )
        .map((parts) => parts.join('')),
      fc.tuple(name, value, name, value).map(([a, x, b, y]) => `${a}=${x} ${b}=${y}`),
      fc.tuple(fc.constantFrom('unset ', 'export ', 'export -n ', 'declare +x ', 'unset -f '), name).map((parts) => parts.join('')),
      fc.tuple(name, value).map(([a, x]) => `${a}=${x} true`),
      fc.tuple(name, value).map(([a, x]) => `if [ -n "$OS_A" ]; then export ${a}=${x}; fi`),
      fc
        .tuple(name, value, name)
        .map(([a, x, b]) => `if [ "$OS_B" = ${x} ]; then unset ${a}; elif test -z "$OS_A"; then ${b}=1; else ${b}=2; fi`),
      fc.constantFrom('# a comment', 'true', 'false', ':', 'set +a', '(OS_A=1)', '{ OS_B=2; }', 'f() { OS_C=9; }', 'f'),
    )
    const text = fc
      .array(fc.tuple(piece, fc.constantFrom('\n', '; ', ' && ', ' || ', '\r\n', ' # x\n', ' >/dev/null\n', ' | cat\n', ' &\n')), {
        maxLength: 8,
      })
      .map((all) => all.map(([one, end]) => one + end).join(''))
    fc.assert(
      fc.property(text, (one) => {
        const ours = read(one)
        expect(ours.sure).toEqual(without(sourced(one), ours))
      }),
      { numRuns: 150, seed: 10 },
    )
  })
})
