import { describe, expect, test } from 'vitest'
import { closedEarly, connectFailure, lost } from './failures.ts'
import { neverCame } from './login-shell.ts'
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
    [raw('connect ENETUNREACH 10.12.4.9:22', 'ENETUNREACH'), 'this machine has no way into the network of', 'ip route get 10.12.4.9'],
    [raw('connect EADDRNOTAVAIL 10.12.4.9:22', 'EADDRNOTAVAIL'), 'this machine has no way into the network of', 'ip route get 10.12.4.9'],
    [
      raw('connect EACCES 10.12.4.9:22', 'EACCES'),
      'this machine does not let this account connect to',
      'ip route get 10.12.4.9',
      'firewall',
    ],
    [
      raw('connect EMFILE 10.12.4.9:22', 'EMFILE'),
      'this machine has no file descriptor or memory left to connect to',
      'ulimit -n; free -m',
      'files',
    ],
  ])('%s is no fact about the machine, and one cause for all', (cause, says, remedy, key = 'network') => {
    const error = connectFailure(hop, cause)
    expect(error).toMatchObject({ kind: 'not-asked', key: `ssh ${key}`, remedy })
    expect(error.message).toContain(`${says} ${at}`)
  })

  test('a reset before the first word is a refusal of sshd, as a close is', () => {
    const says = `${at} accepted the connection and closed it before it spoke SSH: too many connections (MaxStartups)`
    for (const error of [
      connectFailure(hop, raw('read ECONNRESET', 'ECONNRESET'), 'greeting'),
      connectFailure(hop, raw('Connection lost before handshake')),
    ])
      expect(error).toMatchObject({
        message: expect.stringContaining(says),
        remedy: 'juju exec --unit keystone/0 -- systemctl status ssh',
      })
  })

  test('a jump host without a way says so', () => {
    expect(connectFailure({ ...hop, via: 'bastion' }, raw('(SSH) Channel open failure: Network is unreachable'))).toMatchObject({
      kind: 'not-asked',
      message: expect.stringContaining('the jump host bastion has no way into the network of keystone/0'),
    })
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

describe('what a machine says at the login is quoted', () => {
  const booting =
    '"System is booting up. Unprivileged users are not permitted to log in yet. Please come back later. For technical details, see pam_nologin(8)."\n'

  test('when it lets nobody in yet', () => {
    expect(closedEarly(hop, 'authenticating', booting)).toMatchObject({
      kind: 'unreachable',
      key: 'ssh keystone/0',
      message: expect.stringContaining(`${at} lets no account but root log in at the moment: it boots or shuts down`),
      remedy: "juju exec --unit keystone/0 -- 'cat /run/nologin /etc/nologin; systemctl is-system-running'",
    })
  })

  test('when it closes the connection for another reason, or says nothing', () => {
    expect(closedEarly(hop, 'authenticating', 'Your account has expired\n').message).toBe(
      `${at} closed the connection while ubuntu was logging in; it said "Your account has expired"`,
    )
    expect(closedEarly(hop, 'authenticating').message).toBe(`${at} closed the connection while ubuntu was logging in`)
  })

  test.each([
    [
      1,
      'WARNING: Your password has expired.\nPassword change required but no TTY available.\n',
      'has expired',
      "juju exec --unit keystone/0 -- 'chage -l ubuntu'",
    ],
    [142, 'Please login as the user "ops" rather than the user "ubuntu".\n\n', 'ssh.user in the site file', undefined],
  ])('when it runs no command for the account: exit %i, %s', (exitCode, printed, says, remedy) => {
    const error = neverCame(hop, 'keystone/0 $ true', { exitCode, printed })
    expect(error).toMatchObject({ kind: 'credential', key: 'login shell keystone/0', message: expect.stringContaining(says) })
    expect(error.remedy).toBe(remedy)
  })
})
