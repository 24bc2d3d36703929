import { describe, expect, test } from 'vitest'
import { connectFailure, lost } from './failures.ts'
import type { Hop } from './options.ts'

const hop: Hop = { name: 'keystone/0', address: '10.12.4.9', port: 22, user: 'ubuntu', key: 'ssh keystone/0', unit: 'keystone/0' }
const at = 'keystone/0 (10.12.4.9:22)'

function raw(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}

describe('a raw error becomes a sentence with address and port', () => {
  test.each([
    [
      raw('connect EHOSTUNREACH 10.12.4.9:22', 'EHOSTUNREACH'),
      `there is no route to ${at}: the machine is off, or its network is not reachable from here`,
      'ip route get 10.12.4.9',
    ],
    [
      raw('connect ETIMEDOUT 10.12.4.9:22', 'ETIMEDOUT'),
      `${at} did not answer: the machine is off, or a firewall drops the packets`,
      'ip route get 10.12.4.9',
    ],
    [
      raw('(SSH) Channel open failure: No route to host'),
      `there is no route to ${at}: the machine is off, or its network is not reachable from here`,
      'ip route get 10.12.4.9',
    ],
    [raw('read ECONNRESET', 'ECONNRESET'), `${at} broke off the connection`, undefined],
    [
      raw('Handshake failed: no matching key exchange algorithm'),
      `${at} and this program have nothing in common to encrypt with: Handshake failed: no matching key exchange algorithm`,
      'ssh -v -p 22 ubuntu@10.12.4.9 true',
    ],
    [
      raw('', 'ECONNREFUSED'),
      `${at} refused the connection: no sshd listens there, or a firewall rejects it`,
      'juju exec --unit keystone/0 -- systemctl status ssh',
    ],
    [raw('never seen before'), `no connection to ${at}: never seen before`, undefined],
  ])('%s', (cause, message, remedy) => {
    const error = connectFailure(hop, cause)
    const kind = cause.message.includes('no matching') ? 'incompatible' : 'unreachable'
    expect(error).toMatchObject({ name: 'CouldNotLook', kind, key: 'ssh keystone/0', message, cause })
    expect(error.remedy).toBe(remedy)
  })

  test.each([
    ['machine/3', 'juju exec --machine 3 -- systemctl status ssh'],
    ['hypervisor', undefined],
  ])('the agent of %s is asked as Juju names it', (name, remedy) => {
    expect(connectFailure({ ...hop, name, unit: name }, raw('', 'ECONNREFUSED')).remedy).toBe(remedy)
  })

  test('an IPv6 address is written so that the port can be read', () => {
    expect(connectFailure({ ...hop, address: 'fd00::9' }, raw('', 'ECONNRESET')).message).toBe(
      'keystone/0 ([fd00::9]:22) broke off the connection',
    )
  })

  test.each(['key exchange algorithm', 'host key format', 'C->S cipher'])('no common %s is not a fact about the machine', (what) => {
    expect(connectFailure(hop, raw(`Handshake failed: no matching ${what}`))).toMatchObject({
      kind: 'incompatible',
      message: `${at} and this program have nothing in common to encrypt with: Handshake failed: no matching ${what}`,
      remedy: 'ssh -v -p 22 ubuntu@10.12.4.9 true',
    })
  })

  test('a unit that falls silent under a question is unreachable, and the question is named', () => {
    expect(lost(hop, 'keystone/0 $ id', raw('Keepalive timeout')).message).toBe(
      `keystone/0 $ id: the connection to 10.12.4.9:22 was lost before the answer was complete: ${at} stopped answering`,
    )
  })
})
