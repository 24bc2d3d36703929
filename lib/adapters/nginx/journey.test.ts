import { describe, expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import { journeyFrom } from './journey.ts'

const base = 'http://10.12.8.10:8080'
const listeners = [
  { address: '10.12.8.10', port: 8080, isTls: false, paths: ['/'] },
  { address: '*', port: 443, isTls: true, paths: ['/'] },
]

/** A proxy that redirects each address to another; an address that is not listed answers 200. */
const journey = (redirects: Readonly<Record<string, string>>) => {
  const ask: Ask = async (question) => {
    if (question.kind !== 'get') throw new Error('a GET was expected')
    const location = redirects[`${question.on.name}${question.path}`]
    return { kind: 'get', status: location === undefined ? 200 : 302, headers: location === undefined ? {} : { location }, body: '' }
  }
  return journeyFrom(`${base}/`, listeners, ask)
}

test('an answer ends it', async () => {
  expect(await journey({})).toEqual({ from: `${base}/`, hops: [{ url: `${base}/`, status: 200 }], end: { kind: 'answered' } })
})

test('the cookies of every answer are read', async () => {
  const ask: Ask = async () => ({ kind: 'get', status: 200, headers: { 'set-cookie': 'csrftoken; Secure, sessionid' }, body: '' })
  expect((await journeyFrom(`${base}/`, listeners, ask)).hops[0]?.cookies).toEqual([
    { name: 'csrftoken', isSecure: true },
    { name: 'sessionid', isSecure: false },
  ])
})

test('redirects are followed, also relative ones', async () => {
  const { hops, end } = await journey({ [`${base}/`]: '/auth/?next=/#top', [`${base}/auth/?next=/`]: `${base}/in` })
  expect(hops.map((one) => one.url)).toEqual([`${base}/`, `${base}/auth/?next=/`, `${base}/in`])
  expect(end).toEqual({ kind: 'answered' })
})

describe('it ends on the way', () => {
  test.each([
    ['in a circle', { [`${base}/`]: '/a', [`${base}/a`]: '/' }, { kind: 'loop', to: `${base}/` }],
    [
      'at a scheme that nobody listens with',
      { [`${base}/`]: 'https://10.12.8.10:8080/' },
      { kind: 'scheme', to: 'https://10.12.8.10:8080/' },
    ],
    ['at another host', { [`${base}/`]: 'https://10.12.4.53/' }, { kind: 'elsewhere', to: 'https://10.12.4.53/' }],
    ['at what is not a page', { [`${base}/`]: 'ftp://10.12.8.10/' }, { kind: 'elsewhere', to: 'ftp://10.12.8.10/' }],
  ])('%s', async (_, redirects, end) => {
    expect((await journey(redirects)).end).toEqual(end)
  })

  test('not where the other scheme is listened to', async () => {
    expect((await journey({ [`${base}/`]: 'https://10.12.8.10/' })).end).toEqual({ kind: 'answered' })
  })

  test('after ten redirects', async () => {
    const redirects = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${base}/${i || ''}`, `${base}/${i + 1}`]))
    const { hops, end } = await journey(redirects)
    expect([hops.length, end]).toEqual([10, { kind: 'endless', to: `${base}/10` }])
  })
})

test('a redirect to nowhere is not understood', async () => {
  await expect(journey({ [`${base}/`]: 'http://' })).rejects.toThrow(
    expect.objectContaining({ name: 'CouldNotLook', message: `${base}/: answered 302 to "http://", wanted an address` }),
  )
})
