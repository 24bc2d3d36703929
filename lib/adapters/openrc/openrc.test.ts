import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { refuseWrites } from '../../transport/guard.ts'
import { type CommandAnswer, jumphost } from '../../transport/question.ts'
import { certificateFile } from '../tls/certificate-file.ts'

const printed = (stdout: string, rest: Partial<CommandAnswer> = {}): CommandAnswer => ({
  kind: 'command',
  exitCode: 0,
  stdout,
  stderr: '',
  ...rest,
})
const ca = certificateFile('/home/ubuntu/ca.pem')
const pem = readFileSync(join(import.meta.dirname, '../tls/captures/ca.pem'), 'utf8')

test('the read-only guard knows the command, for one absolute path', () => {
  const { argv } = ca
  expect(() => refuseWrites({ kind: 'command', on: jumphost, argv })).not.toThrow()
  expect(() => refuseWrites({ kind: 'command', on: jumphost, argv: [...argv, '/etc/shadow'] })).toThrow('only read')
  expect(() => refuseWrites({ kind: 'command', on: jumphost, argv: [...argv.slice(0, -1), '-i'] })).toThrow('only read')
})

test.each([
  ['an openrc of the jumphost', jumphost, '/home/ubuntu/admin-openrc', false],
  ['one of a unit', { name: 'keystone/0' }, '/home/ubuntu/admin-openrc', true],
  ['a relative path', jumphost, 'admin-openrc', true],
  ['a path with ..', jumphost, '/home/ubuntu/../../etc/shadow', true],
])('the read-only guard judges %s', (_, on, path, isRefused) => {
  const sent = () => refuseWrites({ kind: 'openrc', on, path })
  if (isRefused) expect(sent).toThrow('only read')
  else expect(sent).not.toThrow()
})

describe('a CA file', () => {
  test('holds certificates', () => {
    expect(ca.parse(printed(pem))).toMatchObject({ path: '/home/ubuntu/ca.pem', certificates: [{ isCa: true }] })
    expect(ca.parse(printed(pem))).not.toHaveProperty('problem')
  })

  test.each([
    [
      'is indented',
      printed(pem.replace(/^/gm, '    ')),
      'is indented: line 1 has blanks in front of -----BEGIN CERTIFICATE-----, so OpenSSL finds no certificate',
    ],
    ['is empty or no PEM', printed(''), 'is empty, or holds no PEM certificate'],
    ['is cut short', printed(pem.slice(0, 300)), 'is cut short: 1 certificates begin and 0 end'],
    [
      'is not there',
      printed('', { exitCode: 2, stderr: "sed: can't read /home/ubuntu/ca.pem: No such file or directory\n" }),
      'does not exist',
    ],
  ])('that %s is a fact', (_, answer, problem) => {
    expect(ca.parse(answer)).toEqual({ path: '/home/ubuntu/ca.pem', certificates: [], problem })
  })

  test('that may not be read could not be looked at', () => {
    expect(() => ca.parse(printed('', { exitCode: 2, stderr: "sed: can't read /home/ubuntu/ca.pem: Permission denied\n" }))).toThrow(
      expect.objectContaining({ kind: 'credential', message: 'the CA file /home/ubuntu/ca.pem may not be read by this user' }),
    )
  })
})
