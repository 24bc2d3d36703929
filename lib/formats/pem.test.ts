import { describe, expect, test } from 'vitest'
import { pemFile } from './pem.ts'

/** `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj /CN=a` */
const pem = `-----BEGIN CERTIFICATE-----
MIIBbjCCARWgAwIBAgIUbnaga4jzFNp9mHIAQyHdGziN+JMwCgYIKoZIzj0EAwIw
DDEKMAgGA1UEAwwBYTAgFw0yNjExMjIxMjE3MDlaGA8yMTI2MTAyOTEyMTcwOVow
DDEKMAgGA1UEAwwBYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBR4g6VbBaWX
s4bT1ylsco3YXlIKdpvRy0yzR2d5salWsuRgGZtGn1lLrujge84IBXrVzECyx/Q4
2mz6AJ4OHBujUzBRMB0GA1UdDgQWBBQvC+vYHxuNluty6ydv7+hjrgDHazAfBgNV
HSMEGDAWgBQvC+vYHxuNluty6ydv7+hjrgDHazAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0cAMEQCICgotVeUvclwRwxtfzPS1ItTwUUxwiMDxdjsIIEhOBbB
AiB9CSWBfNlpiIaxQmfChft838TIfptdN0wOT6esqtPggw==
-----END CERTIFICATE-----
`

test('every certificate of a file is found, whatever stands between them', () => {
  const { certificates, problem } = pemFile(`issued by vault\n${pem}\r\n${pem.replaceAll('\n', '\r\n')}# end\n`)
  expect(problem).toBeUndefined()
  expect(certificates.map((one) => one.subject)).toEqual(['CN=a', 'CN=a'])
})

test('a byte order mark in front of a comment does no harm', () => {
  expect(pemFile(`\uFEFF# issued by vault\n${pem}`)).toMatchObject({ certificates: [expect.anything()] })
})

describe('what no program takes', () => {
  test.each([
    ['an empty file', '', 'is empty'],
    ['a file of blanks', ' \n\n', 'is empty'],
    ['text', 'output: nothing\n', 'holds no PEM certificate: no line reads -----BEGIN CERTIFICATE-----'],
    [
      'the output of an action for people, which indents (DOCFIX-021)',
      `  output: |-\n${pem.replace(/^(?=.)/gm, '    ')}`,
      'is indented: line 2 has blanks in front of -----BEGIN CERTIFICATE-----, so OpenSSL finds no certificate',
    ],
    [
      'a file of Windows with a byte order mark',
      `\uFEFF${pem}`,
      'has a byte order mark in line 1: OpenSSL before 3.0 and Go find no certificate there',
    ],
    [
      'two files put together, the first of which had no line feed at its end',
      pem.trimEnd() + pem,
      'has other text in line 10 beside -----END CERTIFICATE-----: a line feed is missing there, so OpenSSL reads nothing of the file',
    ],
    ['half a certificate', pem.slice(0, 200), 'is cut short: 1 certificates begin and 0 end'],
    ['a second one cut short', pem + pem.slice(0, 200), 'is cut short: 2 certificates begin and 1 end'],
    ['no certificate inside', pem.replace(/MII[\w+/]{20}/, 'AAAA'), 'holds a block that is not a certificate: block 1 of 1'],
    ['a good one and a bad one', pem + pem.replace(/MII[\w+/]{20}/, 'AAAA'), 'holds a block that is not a certificate: block 2 of 2'],
  ])('%s', (_, text, problem) => {
    expect(pemFile(text)).toEqual({ certificates: [], problem })
  })
})
