import { describe, expect, test } from 'vitest'
import { vaultStatus } from './status.ts'

const open =
  '{\n  "type": "shamir",\n  "initialized": true,\n  "sealed": false,\n  "t": 3,\n  "n": 5,\n  "progress": 0,\n  "storage_type": "mysql",\n  "ha_enabled": false\n}\n'
const answered = (exitCode: number, stdout: string, stderr = '') => vaultStatus(8220).parse({ kind: 'command', exitCode, stdout, stderr })

test('an open vault tells its storage', () => {
  expect(answered(0, open)).toEqual({
    runs: true,
    initialized: true,
    sealed: false,
    progress: '0 of 3',
    storage: 'mysql',
    haEnabled: false,
    isActive: false,
    knowsActive: false,
  })
})

test('a sealed vault exits 2 and tells as much', () => {
  const sealed = open.replace('"sealed": false', '"sealed": true').replace('"progress": 0', '"progress": 1')
  expect(answered(2, sealed)).toMatchObject({ sealed: true, progress: '1 of 3' })
})

test('an old command leaves out what it does not know', () => {
  expect(answered(0, '{"initialized":true,"sealed":false,"t":3,"progress":0}')).toEqual({
    runs: true,
    initialized: true,
    sealed: false,
    progress: '0 of 3',
    isActive: false,
    knowsActive: false,
  })
})

test('of several vaults one is the active one, and a standby names it', () => {
  const ofSeveral = (more: string) => answered(0, open.replace('"ha_enabled": false', `"ha_enabled": true${more}`))
  expect(ofSeveral(', "is_self": true, "leader_address": "http://10.0.0.1:8200"')).toMatchObject({ isActive: true, knowsActive: true })
  expect(ofSeveral(', "leader_address": "http://10.0.0.1:8200"')).toMatchObject({ isActive: false, knowsActive: true })
  expect(ofSeveral(', "leader_address": ""')).toMatchObject({ isActive: false, knowsActive: false })
})

test('no vault listens', () => {
  const said =
    'Error checking seal status: Get "http://127.0.0.1:8220/v1/sys/seal-status": dial tcp 127.0.0.1:8220: connect: connection refused\n'
  expect(answered(1, '', said)).toEqual({ runs: false })
})

test('a vault that answers with an error does not serve', () => {
  const said = (code: number, errors: string) =>
    `Error checking seal status: Error making API request.\n\nURL: GET http://127.0.0.1:8220/v1/sys/seal-status\nCode: ${code}. Errors:\n\n${errors}`
  expect(answered(1, '', said(500, '* dial tcp 127.0.0.1:3306: connect: connection refused\n'))).toEqual({
    runs: false,
    error: 'code 500, dial tcp 127.0.0.1:3306: connect: connection refused',
  })
  expect(answered(1, '', said(500, ''))).toEqual({ runs: false, error: 'code 500' })
  expect(() => answered(1, '', said(404, ''))).toThrow('exited 1')
})

describe('a vault is not understood', () => {
  test.each([
    [1, '', 'Error checking seal status: context deadline exceeded\n', 'exited 1: Error checking seal status: context deadline exceeded'],
    [1, '', '', 'exited 1: it printed no reason'],
    [0, '', '', 'wanted JSON, got 0 characters that end ""'],
    [0, '{}', '', 'does not say whether it is initialized and sealed'],
    [0, '{"initialized":true,"t":3,"progress":0}', '', 'does not say whether it is initialized and sealed'],
    [2, open, '', 'exited 2, yet says that it is not sealed'],
    [0, open.replace('"sealed": false', '"sealed": true'), '', 'exited 0, yet says that it is sealed'],
  ])('exit %i with %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
