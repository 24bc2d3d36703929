import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Encoding, encodings, splits } from '../recording/test-encodings.ts'
import { createRedactor } from './redact.ts'
import { tokenShape } from './redact-token.ts'

const secret = 'Tr0ub4dor-n0va!x7'
const known = createRedactor({ salt: 'test' })
known.learn(secret, 'password')

const every = [...splits, ...encodings]

describe('a learned secret leaves its token and nothing else', () => {
  test.each(every)('in $name', ({ encode }) => {
    expect(known.redact(`before ${encode(secret)} after`)).toBe(`before ${known.redact(secret)} after`)
  })

  test.each(every)('in $name inside JSON, which stays JSON', ({ encode }) => {
    const value = `before ${encode(secret)} after`
    expect(JSON.parse(known.redact(JSON.stringify({ value, next: 'one' })))).toEqual({ value: known.redact(value), next: 'one' })
  })

  test('in a run of digits that starts with what is not encoded', () => {
    const twice = Buffer.from(Buffer.from(secret).toString('base64')).toString('base64')
    for (const before of ['', '/', 'a/', 'ab/', 'abc/']) {
      const left = known.redact(`path=${before}${twice}`)
      expect(left.replace(tokenShape, '').length).toBeLessThan(14)
      expect(left).toContain(known.redact(secret))
    }
  })

  test('packed into a text of its own', () => {
    const openrc = `export OS_USERNAME=nova\nexport OS_PASSWORD="x ${secret}"\n`
    for (const packed of [Buffer.from(openrc).toString('base64'), Buffer.from(openrc).toString('base64').replace(/.{60}/g, '$&\n')]) {
      const unpacked = Buffer.from(known.redact(packed).replace(tokenShape, ''), 'base64').toString('latin1')
      expect(unpacked).toContain('export OS_USERNAME=nova')
      expect(unpacked).not.toContain(secret.slice(0, 4))
    }
  })
})

/** False for pairs in which the outer encoding makes the mark of the inner one ambiguous, and for pairs that no tool writes. */
function isReadable(outer: Encoding, inner: Encoding): boolean {
  if (splits.includes(outer) && splits.includes(inner)) return false
  if (outer.name === 'backwards') return !splits.includes(inner) && inner.name !== 'gzip in base64'
  if (inner.name === 'NULs') return !outer.name.includes('UTF-16')
  return !(/^(?:colours spelled|a fold in a string)/.test(outer.name) && inner.name.includes('escapes'))
}

const pairs = every.flatMap((outer) => every.filter((inner) => isReadable(outer, inner)).map((inner) => ({ outer, inner })))
/** They begin and end with a letter, so that a fold does not take a blank at the edge along. */
const secrets = fc.stringMatching(/^[A-Za-z][!-~]{7,14}[äß€😀]?[!-~]{2,8}[A-Za-z]$/u).filter((text) => !/[\\=%&|>#]/.test(text))

describe('of a learned secret encoded twice', () => {
  test.each(encodings)('with $name inside, less than eight characters are left', (inner) => {
    const left = pairs
      .filter((pair) => pair.inner === inner)
      .flatMap(({ outer }) => {
        const redacted = known.redact(`before ${outer.encode(inner.encode(secret))} after`)
        const rest = redacted.replace('before ', '').replace(' after', '').replace(tokenShape, '')
        return rest.length < 8 ? [] : [`${outer.name}: ${rest}`]
      })
    expect(left).toEqual([])
  })

  test('no piece of eight characters is left, whatever the secret, the encodings and the text around it', () => {
    fc.assert(
      fc.property(secrets, fc.constantFrom(...pairs), fc.lorem({ maxCount: 3 }), (text, { outer, inner }, around) => {
        const redactor = createRedactor({ salt: 'test' })
        redactor.learn(text, 'password')
        const written = outer.encode(inner.encode(text))
        const redacted = redactor.redact(`${around} ${written} ${around}`)
        for (let at = 0; at + 8 <= written.length; at++)
          expect(redacted.slice(around.length, -around.length)).not.toContain(written.slice(at, at + 8))
        expect(redactor.redact(redacted)).toBe(redacted)
      }),
      { numRuns: 2000, seed: 8 },
    )
  })
})
