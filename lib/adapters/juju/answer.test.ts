import { describe, expect, test } from 'vitest'
import { jujuDocument } from './answer.ts'

const failed = (stderr: string) => () => jujuDocument({ kind: 'command', exitCode: 1, stdout: '{}\n', stderr })
const printed = (stdout: string, stderr = '') => jujuDocument({ kind: 'command', exitCode: 0, stdout, stderr })

describe('what juju prints is not understood', () => {
  test.each([
    ['nothing', '', 'printed nothing'],
    ['{}', '{}\n', 'is {}, which juju prints when it failed'],
    ['a list', '[]', 'has text in front of its JSON: "[]"'],
    [
      'a table',
      'Model      Controller       Cloud/Region  Version\nopenstack  maas-controller  maas          3.5.4\n',
      'juju printed a table for people, but only --format json is understood',
    ],
    ['text before it', 'WARNING: cgroup v2\n{"model": {}}', 'has text in front of its JSON: "WARNING: cgroup v2\\n{\\"model\\": {}}"'],
    ['half of it', '{"model": {"na', 'wanted JSON, got 14 characters that end "{\\"model\\": {\\"na"'],
  ])('as %s', (_, stdout, message) => {
    expect(() => printed(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test('when it fails in a way nobody has seen', () => {
    expect(failed('WARNING clock\nERROR the moon is full\n')).toThrow(
      expect.objectContaining({ name: 'NotUnderstood', message: 'failed: ERROR the moon is full' }),
    )
    expect(failed('')).toThrow('failed: exit 1, and printed no reason')
  })
})

test('a warning on stderr spoils no answer', () => {
  expect(printed('{"model": {}}\n', 'WARNING model is being upgraded\n').has('model')).toBe(true)
})

describe('a juju that could not look says why', () => {
  const expired = "this machine's Juju login has expired (a stale macaroon); the controller itself is probably healthy"
  const login = { kind: 'credential', key: 'juju credential', remedy: 'juju logout && juju login' }
  const controller = { kind: 'unreachable', key: 'juju controller', remedy: 'juju controllers --refresh' }

  test.each([
    ['ERROR cannot get discharge from "https://10.12.8.30:17070/auth": EOF', expired, login],
    ['ERROR cannot get discharge from https://10.12.8.30:17070/auth: EOF', expired, login],
    [
      'ERROR cannot get discharge from "https://10.12.8.30:17070/auth": cannot start interactive session: interaction required but not possible',
      expired,
      login,
    ],
    [
      'ERROR cannot get discharge from "https://10.12.8.30:17070/auth": third party refused discharge: cannot discharge: login denied by discharger',
      expired,
      login,
    ],
    [
      'ERROR cannot get discharge from "https://10.12.8.30:17070/auth": Get "https://10.12.8.30:17070/auth": dial tcp 10.12.8.30:17070: connect: connection refused',
      'the Juju controller refuses the connection',
      controller,
    ],
    ['ERROR cannot get discharge from "https://jimm.example.com/auth": EOF', expired, login],
    [
      'ERROR unable to connect to API: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-29T10:00:00Z is after 2026-11-28T09:00:00Z',
      "the Juju controller's certificate has expired, or the clock of this machine is wrong",
      { kind: 'untrusted', key: 'juju controller', remedy: 'timedatectl status' },
    ],
    [
      'ERROR cannot acquire lock file to get the current controller name: no such file or directory',
      'another juju on this machine holds the lock of the Juju client, or left a lock file that this account cannot open',
      { kind: 'unreachable', key: 'juju lock' },
    ],
    [
      'ERROR connection is shut down',
      'the Juju controller closed the connection before it had answered: it restarts, or is overloaded',
      controller,
    ],
    [
      'ERROR unable to connect to API: EOF',
      'the Juju controller closed the connection before it had answered: it restarts, or is overloaded',
      controller,
    ],
    ['please enter password for admin on maas-controller: ', 'this machine is not logged in to the Juju controller', login],
    ['ERROR not logged in', 'this machine is not logged in to the Juju controller', login],
    ['ERROR invalid entity name or password (unauthorized access)', 'the Juju controller does not accept the login of this machine', login],
    [
      'ERROR unable to connect to API: dial tcp 10.12.8.30:17070: connect: connection refused',
      'the Juju controller refuses the connection',
      controller,
    ],
    [
      'ERROR unable to connect to API: dial tcp 10.12.8.30:17070: connect: no route to host',
      'there is no route to the Juju controller',
      controller,
    ],
    ['ERROR unable to connect to API: dial tcp 10.12.8.30:17070: i/o timeout', 'the Juju controller does not answer in time', controller],
    [
      'ERROR unable to connect to API: x509: certificate signed by unknown authority',
      "the Juju controller's certificate is not the one this login trusts",
      { ...controller, kind: 'untrusted' },
    ],
    [
      'ERROR permission denied (unauthorized access)',
      "permission is denied, either on the controller or on this user's own Juju files",
      { kind: 'credential', key: 'juju permission', remedy: 'juju show-user' },
    ],
    [
      'ERROR model maas-controller:admin/openstack not found',
      'the controller has no such model, or this user may not see it',
      { kind: 'unreachable', key: 'juju model', remedy: 'juju models' },
    ],
    [
      'ERROR No controllers registered.',
      'the Juju client of this user knows no such controller',
      { kind: 'unreachable', key: 'juju client', remedy: 'juju controllers' },
    ],
  ])('%s', (stderr, means, rest) => {
    expect(failed(`${stderr}\n`)).toThrow(expect.objectContaining({ name: 'CouldNotLook', message: `${means}: ${stderr.trim()}`, ...rest }))
  })
})
