import { describe, expect, test } from 'vitest'
import { readableCommandLines, unsealsWithKey, unsealWithKey } from './command-lines.ts'

const key = 'bm90IGEga2V5LCBvbmx5IGFzIGxvbmcgYXMgb25lIGlz'
/** ERE and JavaScript read this pattern alike. */
const isFound = (line: string) => new RegExp(unsealWithKey).test(line)

describe('an unseal command with a key is found', () => {
  test.each([
    `vault operator unseal ${key}`,
    `/snap/bin/vault operator unseal ${key}=`,
    `vault operator unseal -migrate ${key}`,
    `vault operator unseal -address=http://127.0.0.1:8220 ${key}`,
    `vault operator unseal -address http://127.0.0.1:8220 ${key}`,
    `juju ssh vault/0 -- VAULT_ADDR=http://127.0.0.1:8220 vault operator unseal '${key}'`,
  ])('%s', (line) => {
    expect(isFound(line)).toBe(true)
  })
})

describe('other command lines are not', () => {
  test.each([
    'vault operator unseal',
    'vault operator unseal -reset',
    'sh -c vault operator unseal 2>&1 | tee log',
    'sh -c vault operator unseal && echo done',
    'vault operator unseal -address http://127.0.0.1:8220',
    'vault operator unseal -ca-cert /home/ubuntu/vaultrootcertificate',
    `vault kv put secret/x key=${key}`,
    `pgrep -c -f ${unsealWithKey}`,
  ])('%s', (line) => {
    expect(isFound(line)).toBe(false)
  })
})

describe('a count', () => {
  const answered = (exitCode: number, stdout: string) => unsealsWithKey.parse({ kind: 'command', exitCode, stdout, stderr: '' })

  test('is the number that pgrep prints, 0 with exit 1', () => {
    expect([answered(0, '2\n'), answered(1, '0\n')]).toEqual([2, 0])
  })

  test.each([
    [0, '0\n', 'exited 0 and printed no count that fits this exit code'],
    [1, '2\n', 'exited 1 and printed no count that fits this exit code'],
    [0, 'pgrep: x\n', 'exited 0 and printed no count that fits this exit code'],
    [1, '', 'printed nothing'],
  ])('is not understood: exit %i with %j', (exitCode, stdout, message) => {
    expect(() => answered(exitCode, stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test('never asks for a command line itself', () => {
    expect([unsealsWithKey.argv.slice(0, 3), readableCommandLines.argv]).toEqual([
      ['pgrep', '-c', '-f'],
      ['pgrep', '-c', '-u', 'root', '-f', '.'],
    ])
  })
})
