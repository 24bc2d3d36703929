import { describe, expect, test } from 'vitest'
import { configCheck } from './check.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => configCheck.parse({ kind: 'command', exitCode, stdout, stderr })

/** Printed by haproxy 2.6.12 about an option that it does not know. */
const unknownOption = `[NOTICE]   (20344) : haproxy version is 2.6.12-1+deb12u4
[NOTICE]   (20344) : path to executable is /usr/sbin/haproxy
[ALERT]    (20344) : config : parsing [bad.cfg:28] : unknown option 'htpchk'; did you mean 'httpchk' maybe ?
[ALERT]    (20344) : config : parsing [bad.cfg:40] : unknown option 'htpchk'; did you mean 'httpchk' maybe ?
[ALERT]    (20344) : config : Error(s) found in configuration file : bad.cfg
[ALERT]    (20344) : config : Fatal errors found in configuration.
`

test('a valid configuration says so, after any warnings', () => {
  expect(answered(0, 'Warnings were found.\nConfiguration file is valid\n')).toEqual({ isValid: true, alerts: [] })
})

describe('an invalid configuration tells where and why', () => {
  test('line by line', () => {
    expect(answered(1, '', unknownOption)).toEqual({
      isValid: false,
      alerts: [
        "parsing [bad.cfg:28] : unknown option 'htpchk'; did you mean 'httpchk' maybe ?",
        "parsing [bad.cfg:40] : unknown option 'htpchk'; did you mean 'httpchk' maybe ?",
      ],
    })
  })

  test('in the form of haproxy before 2.4', () => {
    expect(answered(1, '', "[ALERT] 325/101718 (20344) : parsing [x.cfg:12] : unknown keyword 'frob'\n").alerts).toEqual([
      "parsing [x.cfg:12] : unknown keyword 'frob'",
    ])
  })

  test('also where it only has nothing to listen on', () => {
    expect(answered(2, 'Configuration file has no error but will not start (no listener) => exit(2).\n')).toEqual({
      isValid: false,
      alerts: ['no error but will not start (no listener): check its bind lines'],
    })
  })

  test('or at least that it is', () => {
    expect(answered(1, '', '[ALERT]    (1) : config : Fatal errors found in configuration.\n').alerts).toEqual([
      'Fatal errors found in configuration.',
    ])
  })
})

describe('a check is not understood', () => {
  test.each([
    [0, '', '', 'exited 0 without saying that the file is valid: it printed nothing'],
    [0, 'Configuration file', '', 'exited 0 without saying that the file is valid: Configuration file'],
    [1, '', '', 'exited 1 without an alert: it printed nothing'],
    [2, '', '', 'exited 2: it printed nothing'],
    [2, 'Aborted\n', '', 'exited 2: Aborted'],
    [1, '', 'haproxy: symbol lookup error\n', 'exited 1 without an alert: haproxy: symbol lookup error'],
  ])('exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
