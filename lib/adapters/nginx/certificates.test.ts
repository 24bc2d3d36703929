import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Answer } from '../../transport/question.ts'
import { shownTo } from './certificates.ts'
import type { Proxied } from './proxied.ts'

const horizon = readFileSync(new URL('captures/horizon.pem', import.meta.url), 'utf8')
const location: Proxied = {
  at: 'n.conf:2',
  pass: 'https://10.12.4.53',
  endpoints: ['10.12.4.53:443'],
  verifies: true,
  depth: 1,
  sendsName: true,
  name: 'juju-ffe3b8-2-lxd-2',
}
const shown = (of: Partial<Proxied>, answer: Answer = { kind: 'tls', chain: [horizon] }) =>
  shownTo({ ...location, ...of }, async () => answer)

test('an upstream shows the names of its certificate', async () => {
  const [{ chain, ...one } = { chain: [] }, ...others] = await shown({})
  expect(one).toEqual({ endpoint: '10.12.4.53:443', names: ['juju-ffe3b8-2-lxd-2'], isNamed: true })
  expect(chain.map(({ subject }) => subject)).toEqual(['CN=juju-ffe3b8-2-lxd-2'])
  expect(others).toEqual([])
})

test('another name is none of them, and neither is its address', async () => {
  expect((await shown({ name: 'juju-ffe3b8-1-lxd-1' }))[0]?.isNamed).toBe(false)
  expect((await shown({ name: '10.12.4.53' }))[0]?.isNamed).toBe(false)
})

test('every server of an upstream is asked', async () => {
  expect((await shown({ endpoints: ['10.0.0.1:443', '10.0.0.2:443'] })).map((one) => one.endpoint)).toEqual([
    '10.0.0.1:443',
    '10.0.0.2:443',
  ])
})

test('why a chain is not trusted is passed on', async () => {
  expect((await shown({}, { kind: 'tls', chain: [horizon], problem: 'CERT_HAS_EXPIRED' }))[0]?.problem).toBe('CERT_HAS_EXPIRED')
})

describe('an upstream could not be looked at', () => {
  test.each<[Partial<Proxied>, Answer, string]>([
    [{ endpoints: { unknown: 'u is the socket unix:/run/x' } }, { kind: 'tls', chain: [horizon] }, 'u is the socket unix:/run/x'],
    [{}, { kind: 'tls', chain: [] }, '10.12.4.53:443 TLS: showed no certificate'],
    [{}, { kind: 'tls', chain: ['-----BEGIN CERTIFICATE-----\n'] }, '10.12.4.53:443 TLS: showed a certificate that cannot be read: '],
    [{}, { kind: 'get', status: 200, headers: {}, body: '' }, '10.12.4.53:443 TLS: answered with something other than a TLS handshake'],
  ])('%j, %j', async (of, answer, message) => {
    await expect(shown(of, answer)).rejects.toThrow(
      expect.objectContaining({ name: 'CouldNotLook', message: expect.stringContaining(message) }),
    )
  })
})
