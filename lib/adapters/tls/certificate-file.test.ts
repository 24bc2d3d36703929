import { execa } from 'execa'
import { expect, test } from 'vitest'
import { certificateFile } from './certificate-file.ts'

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const key = '-----BEGIN PRIVATE KEY-----\nof-the-key\n-----END PRIVATE KEY-----\n'

test.each([
  ['behind its certificate', `${certificate}${key}`, certificate],
  ['between two certificates', `${certificate}${key}${certificate}`, certificate + certificate],
  ['behind a certificate without its END', `${certificate.replace(/-----END.*\n/, '')}${key}`, '-----BEGIN CERTIFICATE-----\nMIIB\n'],
  ['that is cut short too', '-----BEGIN CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\nof-the-key\n', '-----BEGIN CERTIFICATE-----\n'],
  ['behind a certificate that is cut short', `-----BEGIN CERTIFICATE-----\nMI${key}`, '-----BEGIN CERTIFICATE-----\n'],
  ['behind a tab', `-----BEGIN CERTIFICATE-----\nMIIB\n${key.replaceAll(/^(?=.)/gm, '\t')}`, '-----BEGIN CERTIFICATE-----\nMIIB\n'],
  ['that is glued to its certificate', certificate.trimEnd() + key, `${certificate.trimEnd()}-----BEGIN PRIVATE KEY-----\n`],
])('sed prints no key %s', async (_, input, printed) => {
  const [program = '', ...args] = certificateFile('-').argv
  const { stdout } = await execa(program, args, { input, stripFinalNewline: false })
  expect(stdout).toBe(printed)
})
