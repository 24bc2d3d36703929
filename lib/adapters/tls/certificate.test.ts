import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { certificateOf, daysLeft, leadsTo, speaksFor } from './certificate.ts'

const pem = (name: string) => readFileSync(join(import.meta.dirname, 'captures', `${name}.pem`), 'utf8')
const read = (name: string) => certificateOf(pem(name))
const now = new Date('2026-11-20T10:00:00Z')

test('a certificate is read with its names, dates and kind', () => {
  expect(read('of-intermediate')).toEqual({
    subject: 'O=Example\\, Inc, CN=api.openstack',
    issuer: 'CN=Vault Intermediate (charm-pki-local)',
    sans: { dns: ['keystone.example', '*.apps.example'], ip: ['10.12.4.50'] },
    validFrom: new Date('2026-11-01T00:00:00Z'),
    validTo: new Date('2027-11-01T00:00:00Z'),
    isCa: false,
    fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    pem: pem('of-intermediate'),
  })
  expect(read('ca')).toMatchObject({
    isCa: true,
    sans: { dns: [], ip: [] },
    subject: 'CN=Vault Root Certificate Authority (charm-pki-local)',
  })
})

test('a root of version 1 is a CA, though nothing in it says so', () => {
  expect([read('root-version-1').isCa, read('self-signed').isCa, read('api').isCa]).toEqual([true, false, false])
})

test('what is not a certificate is not understood', () => {
  expect(() => certificateOf('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')).toThrow(
    expect.objectContaining({ name: 'NotUnderstood', message: 'shows 59 characters that are not a certificate' }),
  )
})

test('days are counted down to the last whole one', () => {
  expect([daysLeft(read('api'), now), daysLeft(read('expired'), now), daysLeft({ validTo: now }, now)]).toEqual([345, -11, 0])
})

describe('a certificate speaks for', () => {
  test.each([
    ['api', '10.12.4.50', true],
    ['api', '10.12.4.99', false],
    ['api', 'api.openstack', false],
    ['dns-only', '10.12.4.50', false],
    ['of-intermediate', 'keystone.example', true],
    ['of-intermediate', 'a.apps.example', true],
  ])('%s %s: %s', (name, host, speaks) => {
    expect(speaksFor(read(name), host)).toBe(speaks)
  })
})

describe('a chain leads to a CA', () => {
  test.each([
    ['that has signed it', ['api'], ['ca'], true],
    ['that has signed what signed it', ['of-intermediate', 'intermediate'], ['ca'], true],
    ['whatever the order it is sent in', ['of-intermediate', 'ca-twin', 'intermediate'], ['ca'], true],
    ['that is one of several', ['api'], ['ca-twin', 'ca'], true],
    ['even if it has expired', ['expired'], ['ca'], true],
    ['that it sends along', ['api', 'ca'], ['ca'], true],
    ['not when the link between is missing', ['of-intermediate'], ['ca'], false],
    ['not when the CA only has the same name', ['api'], ['ca-twin'], false],
    ['not when it is signed by itself', ['self-signed'], ['ca'], false],
    ['not by way of a CA that it sends along and that has not signed it', ['self-signed', 'intermediate'], ['ca'], false],
    ['not by way of a leaf', ['of-intermediate', 'api'], ['ca'], false],
    ['not without any CA', ['api'], [], false],
    ['not to a certificate that is not a CA', ['api'], ['api'], false],
  ])('%s', (_, chain, roots, leads) => {
    expect(leadsTo(chain.map(read), roots.map(read))).toBe(leads)
  })
})
