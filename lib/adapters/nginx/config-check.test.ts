import { describe, expect, test } from 'vitest'
import { configCheck } from './config-check.ts'

const answered = (exitCode: number, stderr: string) => configCheck(undefined).parse({ kind: 'command', exitCode, stdout: '', stderr })
const ok =
  'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n'
const failed = 'nginx: configuration file /etc/nginx/nginx.conf test failed\n'

test('a valid configuration says so on stderr', () => {
  expect(answered(0, ok)).toEqual({ isValid: true, errors: [] })
  expect(answered(0, `nginx: [warn] conflicting server name "_" on 0.0.0.0:80, ignored\n${ok}`).isValid).toBe(true)
})

describe('an invalid configuration tells where and why', () => {
  test('as nginx 1.22 says it', () => {
    const stderr = `2026/11/22 10:17:18 [emerg] 25408#25408: invalid number of arguments in "proxy_ssl_verify" directive in /etc/nginx/sites-enabled/a:4\n${failed}`
    expect(answered(1, stderr)).toEqual({
      isValid: false,
      errors: ['invalid number of arguments in "proxy_ssl_verify" directive in /etc/nginx/sites-enabled/a:4'],
    })
  })

  test('once, though the log says it again', () => {
    const said = 'unknown directive "sevrer" in /etc/nginx/nginx.conf:9'
    expect(answered(1, `nginx: [emerg] ${said}\n2026/11/22 10:17:18 [emerg] 7#7: ${said}\n${failed}`).errors).toEqual([said])
  })
})

describe('a test is not understood', () => {
  test.each([
    [0, '', 'exited 0 without saying that the test is successful: it printed no reason'],
    [1, '', 'exited 1, and its output does not say what is wrong with the configuration: it printed no reason'],
    [
      1,
      ok,
      'exited 1, and its output does not say what is wrong with the configuration: nginx: the configuration file /etc/nginx/nginx.conf syntax is ok',
    ],
    [1, 'nginx: [emerg] x\n', 'exited 1, and its output does not say what is wrong with the configuration: nginx: [emerg] x'],
  ])('exit %i with %j', (exitCode, stderr, message) => {
    expect(() => answered(exitCode, stderr)).toThrow(
      expect.objectContaining({ name: 'NotUnderstood', message: expect.stringContaining(message) }),
    )
  })
})
