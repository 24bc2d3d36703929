import { expect, test } from 'vitest'
import { isHeaderValue, originHeaders, waitText } from './headers.ts'

test.each([
  ['30', ', it asks to wait 30 s'],
  ['0', ', it asks to wait 0 s'],
  ['Wed, 21 Oct 2026 07:28:00 GMT', ''],
  ['30; \u009b2J', ''],
  ['99999999999999999999', ''],
  ['-1', ''],
  ['', ''],
])('Retry-After: %j says %j', (value, text) => {
  expect(waitText({ 'retry-after': value })).toBe(text)
})

test('no Retry-After says nothing', () => {
  expect(waitText({})).toBe('')
})

test.each([
  ['Bearer abc.def', true],
  ['tab\tand \u00fc', true],
  ['', true],
  ['a\nb', false],
  ['a\r', false],
  ['a\u0000', false],
  ['a\u007f', false],
  ['\u20ac', false],
])('%j can be a header: %s', (text, can) => {
  expect(isHeaderValue(text)).toBe(can)
})

test.each([
  [['csrftoken=s3same; expires=Fri, 19 Nov 2027 10:00:00 GMT; Path=/; SameSite=Lax; Secure'], 'csrftoken; Secure'],
  [['csrftoken=s3same; Path=/', 'sessionid="s3same"; HttpOnly;secure'], 'csrftoken, sessionid; Secure'],
  [['recent=Secure; Path=/'], 'recent'],
  ['sessionid=s3same', 'sessionid'],
  [['s3same', '=s3same; Secure'], undefined],
  [[], undefined],
])('of cookies %j only names and Secure come out', (set, kept) => {
  expect(originHeaders({ 'set-cookie': set, 'x-subject-token': 's3same', date: 'd' })).toEqual({
    date: 'd',
    ...(kept === undefined ? {} : { 'set-cookie': kept }),
  })
})
