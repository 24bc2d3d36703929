import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { TlsAnswer } from '../../transport/question.ts'
import { createTls } from './index.ts'

const api = readFileSync(join(import.meta.dirname, 'captures/api.pem'), 'utf8')
const refused = new CouldNotLook('unreachable', 'https b:1', 'b:1 refused the connection', { remedy: 'curl' })
const answers: Readonly<Record<string, TlsAnswer | CouldNotLook>> = {
  'a:1': { kind: 'tls', chain: [api] },
  'b:1': refused,
  'c:1': { kind: 'tls', chain: [api], problem: 'CERT_HAS_EXPIRED' },
  'd:1': { kind: 'tls', chain: [] },
  'e:1': { kind: 'tls', chain: [api.slice(0, 200)] },
}
const tls = createTls(async ({ on }) => {
  const answer = answers[on.name]
  if (!answer || answer instanceof CouldNotLook) throw answer
  return answer
})

test('a sweep tells what each place shows, and which showed nothing', async () => {
  const { places, shown, unseen } = await tls.sweep(['a:1', 'b:1', 'c:1', 'd:1', 'e:1'])
  expect(places).toHaveLength(5)
  expect(shown.map(({ at, chain, problem }) => [at, chain.length, problem])).toEqual([
    ['a:1', 1, undefined],
    ['c:1', 1, { code: 'CERT_HAS_EXPIRED', means: 'has expired' }],
  ])
  expect(unseen).toEqual([
    { at: 'b:1', kind: 'unreachable', saw: 'b:1 refused the connection', fix: 'curl' },
    { at: 'd:1', kind: 'not-understood', saw: 'd:1 TLS: it showed no certificate at all' },
    { at: 'e:1', kind: 'not-understood', saw: 'e:1 TLS: shows 200 characters that are not a certificate' },
  ])
})

test('a problem that nobody has a sentence for is known by its code', async () => {
  const odd = createTls(async () => ({ kind: 'tls', chain: [api], problem: 'EE_KEY_TOO_SMALL' }))
  expect((await odd.look('a:1')).problem).toEqual({ code: 'EE_KEY_TOO_SMALL', means: 'is not trusted (EE_KEY_TOO_SMALL)' })
})
