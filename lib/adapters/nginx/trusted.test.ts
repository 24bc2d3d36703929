import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { jumphost } from '../../transport/question.ts'
import { certificateOf } from '../tls/certificate.ts'
import { trustOf } from './trusted.ts'

const pem = (name: string) => readFileSync(new URL(`../tls/captures/${name}.pem`, import.meta.url), 'utf8')
const location = {
  at: 'n.conf:2',
  pass: 'https://10.12.4.53',
  endpoints: ['10.12.4.53:443'],
  verifies: true,
  depth: 1,
  sendsName: true,
  trusted: '/etc/nginx/ca.pem',
  shown: [
    {
      endpoint: '10.12.4.53:443',
      names: [],
      isNamed: true,
      chain: ['of-intermediate', 'intermediate'].map((name) => certificateOf(pem(name))),
    },
  ],
}
const asked: string[] = []
const trust = (file: string | CouldNotLook, of: Partial<typeof location> = {}) => {
  const ask = async (question: { readonly argv: readonly string[] }) => {
    asked.push(question.argv.at(-1) ?? '')
    if (typeof file !== 'string') throw file
    return { kind: 'command' as const, exitCode: 0, stdout: file, stderr: '' }
  }
  return trustOf([{ ...location, ...of }], { ask: ask as unknown as Ask, on: jumphost })
}

test('a root in the file is enough', async () => {
  expect(await trust(pem('ca'))).toEqual({ broken: [], tooLong: [], unread: [] })
  expect(asked.at(-1)).toBe('/etc/nginx/ca.pem')
})

test.each([
  ['another CA with the same name', pem('ca-twin'), '/etc/nginx/ca.pem is not the CA of the certificate of 10.12.4.53:443'],
  ['only a CA that another CA has issued', pem('intermediate'), '/etc/nginx/ca.pem is not the CA of the certificate of 10.12.4.53:443'],
  ['nothing', '', '/etc/nginx/ca.pem is empty, or holds no PEM certificate'],
])('a file with %s does not do', async (_, file, saw) => {
  expect((await trust(file)).broken).toEqual([{ at: 'n.conf:2', saw }])
})

test.each([
  [0, ['1 CA stands between the certificate of 10.12.4.53:443 and its root, and nginx allows 0: set proxy_ssl_verify_depth 1']],
  [1, []],
])('of a chain with a CA between, a depth of %i is judged', async (depth, saws) => {
  expect(await trust(pem('ca'), { depth })).toEqual({ broken: [], tooLong: saws.map((saw) => ({ at: 'n.conf:2', saw })), unread: [] })
})

test('a file that cannot be read is named, and hides nothing else', async () => {
  const error = new CouldNotLook('credential', 'CA file', 'the CA file may not be read by this user')
  expect(await trust(error)).toEqual({
    broken: [],
    tooLong: [],
    unread: [{ at: 'n.conf:2', saw: 'the CA file may not be read by this user' }],
  })
})

test('where nginx verifies nothing, no file is read', async () => {
  asked.length = 0
  expect(await trust(pem('ca-twin'), { verifies: false })).toEqual({ broken: [], tooLong: [], unread: [] })
  expect(asked).toEqual([])
})
