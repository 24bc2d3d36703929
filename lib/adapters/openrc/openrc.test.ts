import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { refuseWrites } from '../../transport/guard.ts'
import { type CommandAnswer, jumphost } from '../../transport/question.ts'
import { caFile } from './ca-file.ts'
import { openrcSettings } from './settings.ts'

const printed = (stdout: string, rest: Partial<CommandAnswer> = {}): CommandAnswer => ({
  kind: 'command',
  exitCode: 0,
  stdout,
  stderr: '',
  ...rest,
})
const settings = openrcSettings('/home/ubuntu/admin-openrc')
const ca = caFile('/home/ubuntu/ca.pem')
const pem = readFileSync(join(import.meta.dirname, '../tls/captures/ca.pem'), 'utf8')

test('the read-only guard knows both commands, for one absolute path each', () => {
  for (const { argv } of [settings, ca]) {
    expect(() => refuseWrites({ kind: 'command', on: jumphost, argv })).not.toThrow()
    expect(() => refuseWrites({ kind: 'command', on: jumphost, argv: [...argv, '/etc/shadow'] })).toThrow('only read')
    expect(() => refuseWrites({ kind: 'command', on: jumphost, argv: [...argv.slice(0, -1), '-i'] })).toThrow('only read')
  }
})

describe('the settings of an openrc', () => {
  test('are read from what grep prints', () => {
    const stdout = `export OS_AUTH_URL=https://10.12.4.50:5000/v3
export OS_PROJECT_NAME="admin"
OS_USER_DOMAIN_NAME='admin_domain'
  export  OS_CACERT=/home/ubuntu/vault-root-ca.pem
`
    expect(settings.parse(printed(stdout))).toEqual({
      authUrl: { text: 'https://10.12.4.50:5000/v3', isTls: true, host: '10.12.4.50', isIp: true, port: 5000, path: '/v3' },
      project: 'admin',
      userDomain: 'admin_domain',
      caFile: '/home/ubuntu/vault-root-ca.pem',
    })
  })

  test('that are not made are absent', () => {
    expect(settings.parse(printed('export OS_AUTH_URL=https://10.12.4.50:5000/v3\nOS_CACERT=\n'))).toEqual({
      authUrl: { text: 'https://10.12.4.50:5000/v3', isTls: true, host: '10.12.4.50', isIp: true, port: 5000, path: '/v3' },
    })
  })

  test.each([
    ['https://keystone.example/v3', { isTls: true, host: 'keystone.example', isIp: false, port: 443, path: '/v3' }],
    ['http://10.12.4.50:5000', { isTls: false, host: '10.12.4.50', isIp: true, port: 5000, path: '/' }],
    ['https://[fd00::1]:5000/v3', { isTls: true, host: 'fd00::1', isIp: true, port: 5000, path: '/v3' }],
  ])('take OS_AUTH_URL apart: %s', (text, url) => {
    expect(settings.parse(printed(`OS_AUTH_URL=${text}\n`)).authUrl).toEqual({ text, ...url })
  })

  test.each([
    [
      'no line matches',
      printed('', { exitCode: 1 }),
      'sets none of OS_AUTH_URL, OS_CACERT, OS_PROJECT_NAME, OS_PROJECT_DOMAIN_NAME, OS_USER_DOMAIN_NAME: is it an openrc?',
    ],
    [
      'nothing was printed',
      printed(''),
      'sets none of OS_AUTH_URL, OS_CACERT, OS_PROJECT_NAME, OS_PROJECT_DOMAIN_NAME, OS_USER_DOMAIN_NAME: is it an openrc?',
    ],
    [
      'a program supplies a value',
      printed('OS_AUTH_URL=$(juju\n'),
      'sets OS_AUTH_URL in a way that only a shell can tell: it is the output of a program',
    ],
    ['the address is not a URL', printed('OS_AUTH_URL=keystone:5000\n'), 'sets OS_AUTH_URL to "keystone:5000", which is not an HTTP URL'],
    [
      'grep contradicts itself',
      printed('OS_AUTH_URL=https://10.12.4.50:5000/v3\n', { exitCode: 1 }),
      'sets none of OS_AUTH_URL, OS_CACERT, OS_PROJECT_NAME, OS_PROJECT_DOMAIN_NAME, OS_USER_DOMAIN_NAME: is it an openrc?',
    ],
    [
      'a value with a blank is cut',
      printed('OS_CACERT="/home/my\n'),
      'sets OS_CACERT in a way that only a shell can tell: its quote is not closed on the same line',
    ],
  ])('are not understood when %s', (_, answer, message) => {
    expect(() => settings.parse(answer)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test.each([
    ['grep: /home/ubuntu/admin-openrc: No such file or directory\n', 'the openrc /home/ubuntu/admin-openrc does not exist'],
    ['grep: /home/ubuntu/admin-openrc: Permission denied\n', 'the openrc /home/ubuntu/admin-openrc may not be read by this user'],
    [
      'grep: /home/ubuntu/admin-openrc: Is a directory\n',
      'the openrc /home/ubuntu/admin-openrc cannot be read: grep: /home/ubuntu/admin-openrc: Is a directory',
    ],
  ])('could not be looked at: %j', (stderr, message) => {
    expect(() => settings.parse(printed('', { exitCode: 2, stderr }))).toThrow(
      expect.objectContaining({
        name: 'CouldNotLook',
        kind: 'credential',
        key: 'openrc',
        message,
        remedy: 'ls -l /home/ubuntu/admin-openrc',
      }),
    )
  })
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
