// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell, not TypeScript
import { describe, expect, test } from 'vitest'
import { readOpenrc } from './openrc.ts'

const read = (text: string) => Object.fromEntries(readOpenrc(text, '/home/ubuntu'))

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
    ['ended as Windows does', 'OS_A=x\r\n', 'x'],
    ['set to nothing', 'OS_A=', ''],
    ['set twice: the later counts', 'OS_A=old\nOS_A=x', 'x'],
  ])('%s', (_, text, value) => {
    expect(read(text).OS_A).toEqual({ value })
  })

  test.each([
    ['the output of a program', 'export OS_A=$(juju config keystone admin-password)', 'it is the output of a program'],
    ['the output of a program, old style', 'export OS_A=`pass show admin`', 'it is the output of a program'],
    [
      'what a prompt has read',
      'read -sr OS_PASSWORD_INPUT\nexport OS_A=$OS_PASSWORD_INPUT',
      'it is taken from $OS_PASSWORD_INPUT, which this file does not set',
    ],
    ['a default of the shell', 'export OS_A=${OS_B:-x}', 'it is a substitution of the shell'],
    ['from a variable that is unknown itself', 'OS_B=$(x)\nOS_A=$OS_B', 'it is the output of a program'],
    ['a quote that goes on', `OS_A='x`, 'its quote is not closed on the same line'],
  ])('%s is unknown', (_, text, unknown) => {
    expect(read(text).OS_A).toEqual({ unknown })
  })

  test.each([
    ['a comment', '# export OS_A=x'],
    ['another command’s words', 'echo $OS_A'],
    ['taken back', 'OS_A=x\nunset OS_A'],
  ])('%s sets nothing', (_, text) => {
    expect(read(text)).toEqual({})
  })
})

test('a hostile file is read in no time', () => {
  const started = performance.now()
  readOpenrc(`OS_A=${'"\\"'.repeat(200_000)}\n${"'".repeat(200_001)}\n${'$'.repeat(200_000)}\n${'${'.repeat(100_000)}`, '/')
  expect(performance.now() - started).toBeLessThan(20_000)
})
