import { describe, expect, test } from 'vitest'
import { sha256Of } from './sha256.ts'

const sum = 'c16af303055cfe1c1e64652b547cfdbed924e89fd2a20d8632d797978c14def3'
const answered = (exitCode: number, stdout: string, stderr = '') =>
  sha256Of('/usr/bin/helm').parse({ kind: 'command', exitCode, stdout, stderr })

test('the sum of a file is reported', () => {
  expect(answered(0, `${sum}  /usr/bin/helm\n`)).toEqual({ sha256: sum })
  expect(answered(0, `${sum} */usr/bin/helm\n`)).toEqual({ sha256: sum })
})

test('a file that is not there has no sum', () => {
  expect(answered(1, '', 'sha256sum: /usr/bin/helm: No such file or directory\n')).toEqual({})
})

describe('a sum is not understood', () => {
  test.each([
    [1, '', 'sha256sum: /usr/bin/helm: Permission denied\n', 'exited 1: sha256sum: /usr/bin/helm: Permission denied'],
    [1, '', '', 'exited 1: it printed no reason'],
    [0, '', '', 'printed nothing'],
    [0, `${sum}  /usr/bin/helm`, '', 'was cut short: the last line ends in "fd2a20d8632d797978c14def3  /usr/bin/helm", with no line feed'],
    [0, `${sum.slice(1)}  /usr/bin/helm\n`, '', `printed "${sum.slice(1)}  /usr/bin/helm", wanted 64 hexadecimal digits and /usr/bin/helm`],
    [0, `${sum}  /usr/bin/other\n`, '', `printed "${sum}  /usr/bin/other", wanted 64 hexadecimal digits and /usr/bin/helm`],
  ])('exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
