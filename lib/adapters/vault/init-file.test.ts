import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import type { CommandAnswer } from '../../transport/question.ts'
import { initFile, rootTokenMark, unsealKeyMark } from './init-file.ts'

const path = '/home/ubuntu/vault-init/init.txt'

/** A jumphost that answers stat and the two counts like this. */
function fileOf(answers: {
  readonly stat?: Partial<CommandAnswer>
  readonly keys?: Partial<CommandAnswer>
  readonly token?: Partial<CommandAnswer>
}) {
  const asked: string[] = []
  const ask: Ask = async (question) => {
    if (question.kind !== 'command') throw new Error('a command was expected')
    asked.push(question.argv.join(' '))
    const [program, , pattern = ''] = question.argv
    const given = program === 'stat' ? answers.stat : pattern.includes('Key') ? answers.keys : answers.token
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
  })
  expect(asked).toEqual([`stat -L -c %a %Y %F ${path}`, `grep -aoP ${unsealKeyMark} ${path}`, `grep -aoP ${rootTokenMark} ${path}`])
})

test('no matching line is an answer', async () => {
  expect(await fileOf({ ...whole, keys: none, token: none }).file).toMatchObject({ unsealKeys: 0, rootTokens: 0 })
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
