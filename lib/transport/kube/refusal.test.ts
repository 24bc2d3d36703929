import { expect, test } from 'vitest'
import { refusal, statusMessage } from './refusal.ts'

test('what a server says is quoted on one line, and not at any length', () => {
  const message = `denied\r\n${'x'.repeat(100_000)}`
  const { message: text } = refusal({ status: 403, headers: {}, body: JSON.stringify({ kind: 'Status', message }) }, 'GET /version')
  expect(text).toMatch(/^the management cluster knows us but does not let us GET \/version: denied x+…$/)
  expect(text.length).toBeLessThan(600)
})

test.each(['null', '7', '"text"', '[]', '{}', '{"message": 7}', '{"message": {}}'])('a body %s says nothing that ends the run', (body) => {
  expect(typeof statusMessage(body)).toBe('string')
})

test('a wait that is not a number of seconds is not repeated', () => {
  const headers = { 'retry-after': '\u009b2J'.repeat(1000) }
  expect(refusal({ status: 429, headers, body: '' }, 'GET /version').message).toBe(
    'the management cluster is too busy for GET /version (429)',
  )
})
