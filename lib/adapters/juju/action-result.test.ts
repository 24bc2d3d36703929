import { describe, expect, test } from 'vitest'
import { actionResult } from './action-result.ts'

const action = actionResult('juju', 'openstack', 'vault', 'get-root-ca')
const answered = (exitCode: number, stdout: string, stderr = '') => action.parse({ kind: 'command', exitCode, stdout, stderr })
const task = (members: object, key = 'vault/0') => `${JSON.stringify({ [key]: members })}\n`
const progress = 'Running operation 31 with 1 task\n  - task 32 on unit-vault-0\n\nWaiting for task 32...\n'

test('the leader is asked, and waited for', () => {
  expect(action.argv.join(' ')).toBe('juju run vault/leader get-root-ca -m openstack --wait=2m --format json')
})

describe('a completed action', () => {
  test('gives the output of the unit that ran it', () => {
    const stdout = task({ id: '32', unit: 'vault/0', status: 'completed', results: { output: 'PEM', 'return-code': 0 } })
    expect(answered(0, stdout, progress)).toEqual({ unit: 'vault/0', output: 'PEM' })
  })

  test('of Juju 2.9 is keyed by the tag', () => {
    const stdout = task({ UnitId: 'vault/2', id: '4', status: 'completed', results: { output: 'PEM', Code: '0' } }, 'unit-vault-2')
    expect(answered(0, stdout)).toEqual({ unit: 'vault/2', output: 'PEM' })
  })

  test('may have no output', () => {
    expect(answered(0, task({ unit: 'vault/0', status: 'completed', results: { 'return-code': 0 } }))).toEqual({ unit: 'vault/0' })
    expect(answered(0, task({ unit: 'vault/0', status: 'completed' }))).toEqual({ unit: 'vault/0' })
  })
})

describe('an action could not be had', () => {
  test.each([
    [
      0,
      '',
      'Operation 31 failed to schedule any tasks:\n',
      'the charm has no action get-root-ca: Operation 31 failed to schedule any tasks:',
    ],
    [0, '', '', 'printed neither a result nor a reason'],
    [1, '{}\n', 'ERROR something new\n', 'ERROR something new'],
    [0, 'vault/0: {}\n', '', 'has text in front of its JSON: "vault/0: {}"'],
    [0, task({}), '', 'vault/0.status: wanted a text, got nothing'],
    [0, task({ status: 'completed' }, 'keystone/0'), '', 'was run by "keystone/0", wanted vault'],
    [0, task({ status: 'running' }), '', 'get-root-ca is running on vault/0: no reason given'],
    [
      1,
      task({ status: 'failed', message: 'Vault is sealed', results: { 'return-code': 0 } }),
      '',
      'get-root-ca is failed on vault/0: Vault is sealed',
    ],
    [1, task({ status: 'completed', results: { 'return-code': 2 } }), '', 'get-root-ca ended with code 2 on vault/0'],
    [1, task({ status: 'completed', results: {} }), '', 'exited 1 although get-root-ca completed: it printed no reason'],
    [0, '{"vault/0":{"status":"completed"},"vault/1":{"status":"completed"}}', '', 'has 2 tasks, wanted one'],
  ])('exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ message }))
  })

  test('one that is waited for too long goes on, and its operation is named', () => {
    expect(() => answered(1, '{}\n', `${progress}ERROR timed out waiting for results from: unit vault/0\n`)).toThrow(
      expect.objectContaining({
        kind: 'timeout',
        message: 'get-root-ca had not finished after two minutes, and still runs',
        remedy: 'juju show-operation 31',
      }),
    )
  })

  test('an expired login is a cause of its own', () => {
    expect(() => answered(1, '{}\n', 'ERROR cannot get discharge from "https://10.12.8.30:17070/auth": EOF\n')).toThrow(
      expect.objectContaining({ kind: 'credential', key: 'juju credential' }),
    )
  })
})
