import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import type { CommandAnswer } from '../../transport/question.ts'
import { initFile, otherMark, rootTokenMark, unsealKeyMark } from './init-file.ts'

const path = '/home/ubuntu/vault-init/init.txt'

/** A jumphost that answers stat and the two counts like this. */
function fileOf(answers: {
  readonly stat?: Partial<CommandAnswer>
  readonly keys?: Partial<CommandAnswer>
  readonly token?: Partial<CommandAnswer>
  readonly others?: Partial<CommandAnswer>
}) {
  const asked: string[] = []
  const ask: Ask = async (question) => {
    if (question.kind !== 'command') throw new Error('a command was expected')
    asked.push(question.argv.join(' '))
    const [program, , pattern = ''] = question.argv
    const ofGrep = pattern === otherMark ? answers.others : pattern.includes('Key') ? answers.keys : answers.token
    const given = program === 'stat' ? answers.stat : ofGrep
    return { kind: 'command', exitCode: 0, stdout: '', stderr: '', ...given }
  }
  return { file: initFile(ask, path), asked }
}

const whole = {
  stat: { stdout: '600 1793523600 regular file\n' },
  keys: { stdout: 'Unseal Key \n'.repeat(5) },
  token: { stdout: 'Initial Root Token: \n' },
}
const none = { exitCode: 1 }

test('an init file is known by counts, mode and time', async () => {
  const { file, asked } = fileOf(whole)
  expect(await file).toEqual({
    path,
    exists: true,
    kind: 'regular file',
    mode: '0600',
    written: new Date('2026-11-01T09:00:00Z'),
    unsealKeys: 5,
    rootTokens: 1,
    form: 'text',
    isEncrypted: false,
  })
  expect(asked).toEqual([`stat -L -c %a %Y %F ${path}`, `grep -aoP ${unsealKeyMark} ${path}`, `grep -aoP ${rootTokenMark} ${path}`])
})

test('no matching line is an answer', async () => {
  const blank = { unsealKeys: 0, rootTokens: 0, isEncrypted: false }
  expect(await fileOf({ ...whole, keys: none, token: none, others: none }).file).toMatchObject(blank)
  expect(await fileOf({ stat: { stdout: '600 1793523600 regular empty file\n' }, keys: none, token: none }).file).toMatchObject(blank)
})

test('a file without a key may be encrypted', async () => {
  const { file } = fileOf({ ...whole, keys: none, token: none, others: { stdout: '-----BEGIN PGP MESSAGE-----\n' } })
  expect(await file).toMatchObject({ unsealKeys: 0, isEncrypted: true })
})

test('the keys may be those of a rekey', async () => {
  const { file } = fileOf({ ...whole, keys: none, others: { stdout: 'Key \n'.repeat(5) } })
  expect(await file).toMatchObject({ unsealKeys: 5, rootTokens: 1, isEncrypted: false })
})

test('a file that is not there is not counted', async () => {
  const { file, asked } = fileOf({ stat: { exitCode: 1, stderr: `stat: cannot statx '${path}': No such file or directory\n` } })
  expect(await file).toEqual({ path, exists: false })
  expect(asked).toHaveLength(1)
})

test('a folder is not counted', async () => {
  expect(await fileOf({ stat: { stdout: '700 1793523600 directory\n' } }).file).toMatchObject({ kind: 'directory', unsealKeys: 0 })
})

describe('an init file could not be looked at', () => {
  test.each([
    [{ stat: { exitCode: 1, stderr: 'stat: cannot statx: Permission denied\n' } }, 'exited 1: stat: cannot statx: Permission denied'],
    [{ stat: { stdout: '600\n' } }, 'printed "600", wanted mode, time and kind'],
    [{ keys: { exitCode: 2, stderr: `grep: ${path}: Permission denied\n` } }, `exited 2: grep: ${path}: Permission denied`],
    [{ keys: { stdout: '' } }, 'printed nothing'],
    [{ keys: { exitCode: 1, stdout: 'Unseal Key \n' } }, 'exited 1, yet printed something'],
    [{ token: { stdout: 's.abc\n' } }, 'exited 0 and printed lines that its pattern does not match'],
  ])('%j', async (answers, message) => {
    await expect(fileOf({ ...whole, ...answers }).file).rejects.toThrow(
      expect.objectContaining({ name: 'CouldNotLook', message: expect.stringContaining(message) }),
    )
  })

  test('and what came in place of a count is not repeated', async () => {
    const leak = 'Unseal Key 1: c2VjcmV0\n'
    await expect(fileOf({ ...whole, keys: { exitCode: 1, stdout: leak } }).file).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('c2VjcmV0') }),
    )
  })
})

test.each([
  ['text with terminal codes', 'mUnseal Key \n', 'mInitial Root Token: \n'],
  ['JSON', '"\n', '"root_token": \n'],
  ['YAML', '- \n', 'root_token: \n'],
])('an init file may be %s', async (form, key, token) => {
  const answers = { ...whole, keys: { stdout: key.repeat(5) }, token: { stdout: token } }
  expect(await fileOf(answers).file).toMatchObject({ unsealKeys: 5, rootTokens: 1, form })
})

describe('grep finds the keys and the token', () => {
  const base64 = (size: number, i: number) => Buffer.alloc(size, `key ${i}, and some more`).toString('base64')
  const keys = (size: number) => [1, 2, 3, 4, 5].map((i) => base64(size, i))
  const inHex = (key: string) => Buffer.from(key, 'base64').toString('hex')
  const json = (size: number, token: string, indent: number) =>
    JSON.stringify(
      { unseal_keys_b64: keys(size), unseal_keys_hex: keys(size).map(inHex), unseal_shares: 5, root_token: token },
      null,
      indent,
    )
  const yaml = (size: number, token: string) =>
    [
      `root_token: ${token}`,
      'unseal_keys_b64:',
      ...keys(size).map((key) => `- ${key}`),
      'unseal_keys_hex:',
      ...keys(size).map((key) => `- ${inHex(key)}`),
    ].join('\n')
  const text = (size: number, token: string) =>
    [...keys(size).map((key, i) => `Unseal Key ${i + 1}: ${key}`), `Initial Root Token: ${token}`].join('\n')
  const plain = `hvs.${'a'.repeat(24)}`
  // -pgp-keys and -root-token-pgp-key
  const pgp = `wc+/${base64(270, 6)}`

  test.each([
    ['text', text(33, plain)],
    ['JSON', json(33, plain, 2)],
    ['JSON on one line', json(33, plain, 0)],
    ['YAML', yaml(33, plain)],
    ['text, encrypted', text(270, pgp)],
    ['JSON, keys encrypted', json(270, plain, 2)],
    ['JSON, encrypted', json(271, pgp, 2)],
    ['JSON on one line, encrypted', json(272, pgp, 0)],
    ['YAML, encrypted', yaml(270, pgp)],
  ])('in %s', async (_, input) => {
    const count = async (pattern: string) => (await execa('grep', ['-aoP', pattern], { input, reject: false })).stdout.split('\n').length
    expect([await count(unsealKeyMark), await count(rootTokenMark)]).toEqual([5, 1])
  })
})

describe('grep knows what else may be in the file, and prints no key', () => {
  const key = 'XqeOza3SY6f4L6xfuk6f8JumrEF7cak9mUXCCPRXzs4B'
  test.each([
    ['-----BEGIN PGP MESSAGE-----\n\nhF4D\n-----END PGP MESSAGE-----\n', '-----BEGIN PGP MESSAGE-----'],
    ['age-encryption.org/v1\n-> X25519 abc\n', 'age-encryption.org/'],
    ['-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n', '-----BEGIN AGE ENCRYPTED FILE-----'],
    ['$ANSIBLE_VAULT;1.1;AES256\n6132\n', '$ANSIBLE_VAULT;'],
    ['U2FsdGVkX1+abc\n', 'U2FsdGVkX1'],
    ['{"root_token": "ENC[AES256_GCM,data:abc,type:str]"}\n', 'ENC[AES256_GCM,'],
    [`\nKey 1: ${key}\nKey 2: ${key}\n\nOperation nonce: 1a2b\n`, 'Key \nKey '],
    [`Key 1 fingerprint: 1a2b3c; value: ${key}${key}\n`, 'Key '],
    ['Key                    Value\nKey 1: none\n', ''],
    ['Vault initialized with 5 key shares and a key threshold of 3.\n', ''],
    ['-----BEGIN CERTIFICATE-----\nMII\n', ''],
  ])('%j', async (input, found) => {
    const { stdout } = await execa('grep', ['-aoP', otherMark], { input, reject: false })
    expect(stdout).toBe(found)
  })
})
