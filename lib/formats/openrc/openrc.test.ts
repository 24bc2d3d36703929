// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell, not TypeScript
import { describe, expect, test } from 'vitest'
import { processorMs } from '../../files/test-processor-time.ts'
import { readOpenrc } from './index.ts'
import { literalsIn } from './literals.ts'

const settings = (text: string) => Object.fromEntries(readOpenrc(text, '/home/ubuntu').settings)
/** The variables that are set, exported or not. */
const read = (text: string) => Object.fromEntries(Object.entries(settings(text)).map(([name, { exported: _, ...value }]) => [name, value]))

/** As the runbook of phase 03 writes it. */
const admin = `# admin, by IP
export OS_AUTH_URL=https://10.12.4.50:5000/v3
export OS_USERNAME=admin
export OS_PASSWORD='pa$$ "word" # 1'
export OS_PROJECT_NAME="admin"          # not admin_domain
export OS_USER_DOMAIN_NAME=admin_domain
export OS_CACERT=$HOME/vault-root-ca.pem
export OS_IDENTITY_API_VERSION=3
`

test('an openrc is read with the shell’s quoting', () => {
  expect(read(admin)).toEqual({
    OS_AUTH_URL: { value: 'https://10.12.4.50:5000/v3' },
    OS_USERNAME: { value: 'admin' },
    OS_PASSWORD: { value: 'pa$$ "word" # 1' },
    OS_PROJECT_NAME: { value: 'admin' },
    OS_USER_DOMAIN_NAME: { value: 'admin_domain' },
    OS_CACERT: { value: '/home/ubuntu/vault-root-ca.pem' },
    OS_IDENTITY_API_VERSION: { value: '3' },
  })
})

describe('one line', () => {
  test.each([
    ['without export', 'OS_A=x', 'x'],
    ['with blanks in front', '   export  OS_A=x', 'x'],
    ['ended by a semicolon', 'export OS_A=x;', 'x'],
    ['that sets several', 'export OS_B=y OS_A=x OS_C=z', 'x'],
    ['put together from quoted parts', `OS_A=a"b c"'d e'\\ f`, 'ab cd e f'],
    ['with an escaped quote', 'OS_A="say \\"x\\" \\$y \\n"', 'say "x" $y \\n'],
    ['with a # inside a word', 'OS_A=x#y', 'x#y'],
    ['from a variable of an earlier line', 'OS_B=10.0.0.1\nOS_A="https://${OS_B}:5000/v3"', 'https://10.0.0.1:5000/v3'],
    ['with a home', 'OS_A=~/ca.pem', '/home/ubuntu/ca.pem'],
    ['continued on the next', 'OS_A=x\\\ny', 'xy'],
    ['ended as Windows does: the carriage return is part of it', 'OS_A=x\r\n', 'x\r'],
    ['within quotes, which leave a home as it is', 'OS_A="~/ca.pem"', '~/ca.pem'],
    ['behind a byte order mark: not export, so only the second line', '\ufeffexport OS_A=y\nOS_A=x', 'x'],
    ['for one command only, which changes nothing', 'OS_A=x\nOS_A=y openstack token issue', 'x'],
    ['that a subshell sets for itself', 'OS_A=x\n(OS_A=y)\nOS_A=z | cat', 'x'],
    ['over two lines', "OS_A='x\ny'", 'x\ny'],
    ['with declare -x', 'declare -x OS_A=x OS_B=y', 'x'],
    ['added to', 'OS_A=x\nOS_A+=y', 'xy'],
    ['set to nothing', 'OS_A=', ''],
    ['that a test leaves as it is', 'OS_A=x\nif [ -z "$OS_A" ]; then unset OS_A; fi', 'x'],
    ['that a test in double brackets leaves as it is', 'OS_A=x\nif [[ -z "${OS_A}" ]]; then unset OS_A; fi', 'x'],
    ['in the branch that bash takes', 'OS_B=y\nif [ "$OS_B" = z ]; then OS_A=z; elif test -n "$OS_B"; then OS_A=x; else OS_A=y; fi', 'x'],
    ['set twice: the later counts', 'OS_A=old\nOS_A=x', 'x'],
  ])('%s', (_, text, value) => {
    expect(read(text).OS_A).toEqual({ value })
  })

  test.each([
    ['the output of a program', 'export OS_A=$(juju config keystone admin-password)', 'in line 1 it is the output of a program'],
    ['the output of a program, old style', 'export OS_A=`pass show admin`', 'in line 1 it is the output of a program'],
    ['what a prompt has read', 'read -sr OS_PASSWORD_INPUT\nexport OS_A=$OS_PASSWORD_INPUT', 'in line 1 it is what read reads'],
    ['what nobody has set', '\nexport OS_A=$OS_B', 'in line 2 it is taken from $OS_B, which this file does not set'],
    ['a number of the shell', 'OS_A=x$$', 'in line 1 it is taken from $$'],
    ['a default of the shell', 'export OS_A=${OS_B:-x}', 'in line 1 it is a substitution of the shell'],
    ['set by a default elsewhere', ': ${OS_A:=x}', 'in line 1 it is a substitution of the shell'],
    ['from a variable that is unknown itself', 'OS_B=$(x)\nOS_A=$OS_B', 'in line 1 it is the output of a program'],
    ['arithmetic', 'OS_A=$((1+1))', 'in line 1 it is arithmetic'],
    ['an array', 'OS_A=(x y)', 'in line 1 it is an array'],
    ['an element', 'OS_A[1]=x', 'in line 1 it is an element of an array'],
    ['changed by declare', 'declare -u OS_A=x', 'in line 1 declare -u changes it'],
    ['the home of another account', 'OS_A=~root/x', 'in line 1 it has the home of another account'],
    ['several words in braces', 'export OS_A={x,y}', 'in line 1 it is several words in braces'],
    ['a quote that goes on', `OS_B=1\nOS_A='x`, 'in line 2 bash stops reading'],
    ['within an if', 'if grep -q x y; then\n OS_A=x\nfi', 'in line 1 it depends on an if'],
    ['within an if behind another', 'if false; then :; elif [ -f x ]; then OS_A=x; fi', 'in line 1 it depends on an if'],
    ['behind a test of two conditions', 'OS_B=\nif [ -z "$OS_B" -a -f x ]; then OS_A=x; fi', 'in line 2 it depends on an if'],
    ['within a loop', 'for i in 1 2; do OS_A=x; done', 'in line 1 it depends on a for'],
    ['within a case', 'case x in\nx) OS_A=x;;\nesac', 'in line 1 it depends on a case'],
    ['behind a test', '[ -n "$OS_B" ] && OS_A=x', 'in line 1 the result of another command decides whether the variable is set'],
    ['behind a return that may be', '[ -n "$OS_B" ] || return\nOS_A=x', 'in line 1 the shell may stop reading'],
    ['set by a function that is called', 'f() { OS_A=x; }\nf', 'in line 2 the function f is called'],
    ['set before another file is read', 'OS_A=x\n. ~/more', 'in line 2 another file is read'],
    ['set before a text is evaluated', 'OS_A=x\neval "$(ssh-agent)"', 'in line 2 a text is evaluated'],
    ['taken back by a name that another value names', 'OS_A=x\nunset $names', 'in line 2 it may be taken back'],
    ['exported perhaps', 'if grep -q x y; then export OS_A; fi\nOS_A=x', 'in line 1 it depends on an if'],
    ['set when a file can be read', 'export OS_A=x <more', 'in line 1 it depends on a redirection'],
  ])('%s is unknown', (_, text, unknown) => {
    expect(read(text).OS_A).toEqual({ unknown })
  })

  test.each([
    ['another file', 'source more\nOS_B=1', 'in line 1 another file is read'],
    ['an evaluated text', 'eval "$x"', 'in line 1 a text is evaluated'],
    ['a command of any name', '$x OS_A=1', 'in line 1 the name of a command depends on another value'],
    [
      'a function of another file',
      '. more\nOS_B=1\nlogin admin',
      'in line 3 login may be a shell function defined in the file that line 1 reads',
    ],
    ['an error in it', 'if x\nOS_A=1', 'in line 1 bash stops reading'],
    ['its size', `# ${'x'.repeat(17_000)}`, 'the file is larger than 16384 characters'],
  ])('is open where %s may set what the file does not', (_, text, elsewhere) => {
    expect(readOpenrc(text).elsewhere).toBe(elsewhere)
  })

  test.each([
    ['export', 'export OS_A=x', true],
    ['no export', 'OS_A=x', false],
    ['an export of the name alone', 'OS_A=x\nexport OS_A', true],
    ['set -a', 'set -a\nOS_A=x', true],
    ['export taken back', 'export OS_A=x\nexport -n OS_A', false],
  ])('with %s is seen by programs: %s', (_, text, exported) => {
    expect(settings(text).OS_A).toEqual({ value: 'x', exported })
  })

  test.each([
    ['a comment', '# export OS_A=x'],
    ['another command’s words', 'echo $OS_A'],
    ['taken back', 'OS_A=x\nunset OS_A'],
    ['in front of a command', 'OS_A=x true'],
    ['a here-document', 'cat <<EOF\nOS_A=x\nEOF'],
    ['what follows a return', 'return 0\nOS_A=x'],
    ['empty, and taken back by a test', 'OS_A=\nif [ -z "$OS_A" ]; then unset OS_A; fi'],
    ['a function that is not called', 'f() { OS_A=x; }'],
    ['a list that fails before', 'false && OS_A=x'],
  ])('%s sets nothing', (_, text) => {
    expect(read(text)).toEqual({})
  })
})

test.each([
  ['quotes', `OS_A=${'"\\""'.repeat(5_000)}`],
  ['an open quote', "'".repeat(16_001)],
  ['dollars', '$'.repeat(16_000)],
  ['open braces', '${'.repeat(8_000)],
  ['open substitutions', '$('.repeat(8_000)],
  ['open quotes within substitutions', '"$('.repeat(5_000)],
  ['open ifs', 'if x; then '.repeat(1400)],
  ['lines', 'OS_A=1\n'.repeat(2300)],
])('a hostile file of %s is read in no time', (_, text) => {
  const read = () => {
    readOpenrc(text, '/')
    literalsIn(text)
  }
  expect(processorMs(read)).toBeLessThan(20_000)
})
