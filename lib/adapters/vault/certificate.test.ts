import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { certificateIn } from './certificate.ts'

const capture = (name: string) => readFileSync(new URL(`captures/${name}.pem`, import.meta.url), 'utf8')
const root = capture('root-ca')
/** A CA and the root CA that has signed it. */
const chain = capture('chain')

test('a root CA tells its name and how long it is valid', () => {
  expect(certificateIn(root)).toEqual({
    isReadable: true,
    subject: 'CN=Vault Root Certificate Authority (charm-pki-local)',
    isCa: true,
    validFrom: new Date('2026-11-01T00:00:00Z'),
    validTo: new Date('2036-10-29T00:00:00Z'),
  })
})

test('openssl’s own text in front of a certificate is read past', () => {
  expect(certificateIn(`Certificate:\n    Data:\n        Version: 3 (0x2)\n${root}`)).toMatchObject({ isReadable: true, isCa: true })
})

test('a server’s certificate is not a CA', () => {
  expect(certificateIn(capture('no-ca'))).toMatchObject({ isReadable: true, isCa: false })
})

test('a chain of CAs is as long valid as each of them', () => {
  const read = {
    isReadable: true,
    subject: 'CN=Example Root CA',
    isCa: true,
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: new Date('2030-12-31T00:00:00Z'),
  }
  expect(certificateIn(chain)).toEqual(read)
  const [first = '', second = ''] = chain.split(/(?<=-----END CERTIFICATE-----\n)/)
  expect(certificateIn(`${second}        X509v3 extensions:\n${first}`)).toEqual(read)
})

describe('a certificate cannot be used', () => {
  test.each([
    ['', 'it is empty'],
    ['\n', 'it is empty'],
    ['None', 'it holds no BEGIN CERTIFICATE'],
    [`output: ${root}`, 'it holds no BEGIN CERTIFICATE'],
    [root.replaceAll(/^(?=.)/gm, '    '), 'line 1 is indented: it was copied from output for people'],
    [root.replace('\n', '\n\t'), 'line 2 is indented: it was copied from output for people'],
    [root + root, 'it holds 2 certificates, wanted one, or a chain of CAs up to its root'],
    [root + capture('no-ca'), 'it holds 2 certificates, wanted one, or a chain of CAs up to its root'],
    [
      chain.replace(/^[\s\S]*?-----END CERTIFICATE-----\n/, '') + root,
      'it holds 2 certificates, wanted one, or a chain of CAs up to its root',
    ],
  ])('%j', (text, why) => {
    expect(certificateIn(text)).toEqual({ isReadable: false, why })
  })

  const glued = chain.replace('-----\n-----BEGIN', '----------BEGIN')
  test.each([root.slice(0, -120), root.replace('MIIB', 'MIIC'), root.replace('-----END CERTIFICATE-----', ''), glued])(
    'when it is damaged',
    (text) => {
      expect(certificateIn(text)).toEqual({
        isReadable: false,
        why: expect.stringMatching(/^it is not a certificate that can be read: error:/),
      })
    },
  )
})
