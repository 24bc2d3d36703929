import { describe, expect, test } from 'vitest'
import { mustBeSendable } from './request-path.ts'

const refusalOf = (path: string) => {
  try {
    mustBeSendable(path, `compute GET ${path}`)
    return 'sent'
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
}

test.each([
  '/',
  '/v2.1/servers/detail?all_tenants=1',
  '/api/v1/pods?fieldSelector=status.phase%3DPending&limit=500',
  '/a..b/...?next=../x',
  '/a|b?c={d}\\^e`',
])('%s is sent', (path) => {
  expect(refusalOf(path)).toBe('sent')
})

describe('a path that cannot be asked is refused before anything is sent', () => {
  test.each([
    ['', 'does not start with /'],
    ['v3', 'does not start with /'],
    ['http://10.0.0.9/', 'does not start with /'],
    ['//10.0.0.9/v3', 'starts with two slashes, which names another host'],
    ['/\\10.0.0.9/v3', 'starts with two slashes, which names another host'],
    ['/v3/a b', 'holds U+0020, which is not allowed there'],
    ['/v3\r\nHost: x', 'holds U+000D, which is not allowed there'],
    ['/v3/ü', 'holds U+00FC, which is not allowed there'],
    ['/v3/\ud800', 'holds U+D800, which is not allowed there'],
    ['/v3\\..\\x', 'holds a backslash'],
    ['/v3#x', 'holds U+0023, which is not allowed there'],
    ['/v3/../v2', 'holds . or .., which servers resolve to another path'],
    ['/v3/%2E%2e', 'holds . or .., which servers resolve to another path'],
    ['/v3/.?x', 'holds . or .., which servers resolve to another path'],
  ])('%j', (path, why) => {
    expect(refusalOf(path)).toBe(`CouldNotLook: ${JSON.stringify(`compute GET ${path}`)} was not sent: its path ${why}`)
  })
})
