import { dump, load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { createRedactor } from './redact.ts'
import { tokenShape } from './redact-token.ts'

const secret = `p@ss 'w"ö\\r$d<&>/%+`

function knowing(...secrets: string[]) {
  const redactor = createRedactor({ salt: 'test' })
  for (const each of secrets) redactor.learn(each, 'password')
  return redactor
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('a learned secret', () => {
  const { redact } = knowing(secret)
  const token = redact(secret)

  test('leaves a token with its kind and a short keyed hash', () => {
    expect(token).toMatch(/^\[redacted:password#[0-9a-f]{6}\]$/)
  })

  test.each([
    ['verbatim', secret],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON inside JSON', JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1)],
    ['ASCII JSON', `p@ss 'w\\"\\u00f6\\\\r$d<&>/%+`],
    ['Go JSON', `p@ss 'w\\"ö\\\\r$d\\u003c\\u0026\\u003e/%+`],
    ['PHP JSON', `p@ss 'w\\"ö\\\\r$d<&>\\/%+`],
    ['URL', encodeURIComponent(secret)],
    ['URL, strict', encodeURIComponent(secret).replaceAll("'", '%27')],
    ['URL, lower case', encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
    ['a form', new URLSearchParams({ '': secret }).toString().slice(1)],
    ['base64', base64(secret)],
    ['base64 without padding', base64(secret).replaceAll('=', '')],
    ['base64 for URLs', Buffer.from(secret).toString('base64url')],
    ['single shell quotes', secret.replaceAll("'", `'\\''`)],
    ['shlex quotes', secret.replaceAll("'", `'"'"'`)],
    ['double shell quotes', secret.replace(/["\\$`]/g, '\\$&')],
    ['YAML single quotes', secret.replaceAll("'", "''")],
    ['XML', 'p@ss \'w"ö\\r$d&lt;&amp;&gt;/%+'],
    ['an XML attribute', 'p@ss &apos;w&quot;ö\\r$d&lt;&amp;&gt;/%+'],
  ])('in %s leaves the same token', (_form, written) => {
    expect(redact(`before ${written} after`)).toBe(`before ${token} after`)
  })

  test.each(['', 'x', 'xy', 'xyz'])('is found in base64 behind "%s" and before any ending', (before) => {
    for (const after of ['', '\n', 'ab', 'abc']) {
      for (const packed of [base64(before + secret + after), Buffer.from(before + secret + after).toString('base64url')]) {
        const left = redact(`data ${packed};`)
        expect(left).toContain(token)
        // Nothing that decodes to a part of the secret is left.
        const rest = left.replace(token, '').replace('data ', '').replace(';', '')
        expect(rest.length).toBeLessThanOrEqual(before.length + after.length + 4)
      }
    }
  })

  test('is found in every secret of its length, from six characters on', () => {
    for (const short of ['abc123', 'abc1234', 'abc12345']) {
      const other = knowing(short)
      for (const before of ['', 'x', 'xy']) expect(other.redact(base64(`${before}${short}zz`))).toContain(other.redact(short))
    }
  })

  test('has another token than another secret, and another one in another run', () => {
    expect(knowing('hunter2').redact('hunter2')).not.toBe(knowing('hunter3').redact('hunter3'))
    const [one, two] = [createRedactor(), createRedactor()]
    one.learn('hunter2')
    two.learn('hunter2')
    expect(one.redact('hunter2')).not.toBe(two.redact('hunter2'))
  })

  test('has its own token also where a pattern finds it', () => {
    expect(redact(JSON.stringify({ auth: { password: secret } }))).toBe(`{"auth":{"password":"${token}"}}`)
    expect(redact(`mysql://nova:${encodeURIComponent(secret)}@10.0.0.1/nova`)).toBe(`mysql://nova:${token}@10.0.0.1/nova`)
    expect(redact(`{"secret": ${JSON.stringify(secret)}}`)).toBe(`{"secret": "${token}"}`)
  })
})

describe('a learned key', () => {
  const line = (n: number) => `${n}IIEowIBAAKCAQEAt3zq1fXvQmJ0w8Y3rXz4m7bT9dS2kLh5vN8pQeR6uWyA1cG${n}`
  const key = `-----BEGIN X KEY-----\n${[1, 2, 3, 4].map(line).join('\n')}\n-----END X KEY-----`
  const { redact } = knowing(key)
  const token = redact(key)

  test.each([
    ['with literal line breaks', key.replaceAll('\n', '\\n')],
    ['indented', key.replaceAll('\n', '\n      ')],
    ['with carriage returns', key.replaceAll('\n', '\r\n')],
    ['in wrapped base64', base64(key).replace(/.{76}/g, '$&\n')],
    ['in base64 wrapped inside JSON', base64(key).replace(/.{64}/g, '$&\\n')],
    ['cut off', key.slice(0, 200)],
    ['as a single line of it', line(3)],
  ])('%s leaves the same token', (_form, written) => {
    expect(redact(`a ${written}"`)).toBe(`a ${token}"`)
  })

  test('given in base64, as in a kubeconfig, is found unpacked', () => {
    const other = knowing(base64(key))
    expect(other.redact(key)).toBe(token)
    expect(other.redact(`client-key-data: ${base64(key)}`)).toBe(`client-key-data: ${token}`)
  })
})

describe('learning', () => {
  test('refuses what is too short, and words that every report is full of', () => {
    const redactor = createRedactor()
    expect([
      redactor.learn('abc12'),
      redactor.learn('openstack'),
      redactor.learn(''),
      redactor.learn('abc123'),
      redactor.learn('abc123\n'),
    ]).toEqual([false, false, false, true, true])
    expect(redactor.learned()).toBe(1)
    expect(redactor.redact('abc12 openstack')).toBe('abc12 openstack')
  })

  test('is of use for a text that was shown before', () => {
    const redactor = createRedactor({ salt: 'test' })
    const before = redactor.redact('answered hunter2')
    redactor.learn('hunter2', 'password')
    expect([before, redactor.redact('answered hunter2')]).toEqual(['answered hunter2', `answered ${redactor.redact('hunter2')}`])
  })

  test('a number is found as a number of its own only, and quoted where JSON needs it', () => {
    const { redact } = knowing('123456')
    const token = redact('123456')
    const text = '{"a":1234567,"b":0.123456,"c":123456,"d":[-123456, 123456],"e":"x\\n123456"}'
    expect(redact(text)).toBe(`{"a":1234567,"b":0.123456,"c":"${token}","d":["${token}", "${token}"],"e":"x\\n${token}"}`)
  })

  test('of a secret inside another leaves nothing of the longer one', () => {
    const { redact } = knowing('hunter2', 'xhunter2y', 'er2yzz')
    expect(redact('a xhunter2y b').replace(tokenShape, '')).toBe('a  b')
    expect(redact('a xhunter2yzz b').replace(tokenShape, '')).toBe('a  b')
    expect(redact('xhunter2yzz')).not.toBe(redact('xhunter2y'))
  })

  test('takes any string as kind and as secret', () => {
    const redactor = createRedactor()
    expect(redactor.learn('\ud800\udfff\ud800abcdef', 'Key "x" <y>')).toBe(true)
    expect(redactor.redact('\ud800\udfff\ud800abcdef')).toMatch(/^\[redacted:key-x-y#[0-9a-f]{6}\]$/)
  })
})

describe('what is left stays readable by machines', () => {
  const { redact } = knowing('hunter2', '4711471147')

  test('JSON stays JSON', () => {
    const document = {
      password: 'a"b',
      n: 4711471147,
      token: ['x', 1],
      parameters: { a: 1.5, b: [{ c: 'hunter2' }] },
      text: 'password: x\n"y"',
      nested: JSON.stringify({ secret: 'a\\b', parameters: { x: 1 } }),
    }
    for (const text of [JSON.stringify(document), JSON.stringify(document, null, 2)]) {
      const parsed = JSON.parse(redact(text)) as typeof document
      expect(Object.keys(parsed)).toEqual(Object.keys(document))
      expect(Object.keys(JSON.parse(parsed.nested) as object)).toEqual(['secret', 'parameters'])
    }
  })

  test('YAML stays YAML', () => {
    const text =
      "users:\n- name: admin\n  user:\n    token: abc # mine\n    password: 'x'\n    client-key-data: QUJD\n    exec:\n      env:\n      - name: OS_PASSWORD\n        value: hunter2\n  key: |\n    -----BEGIN PRIVATE KEY-----\n    MIIEowIBAAKCAQEAt3zq1f\n    -----END PRIVATE KEY-----\n"
    expect(Object.keys((load(redact(text)) as { users: object[] }).users[0] ?? {})).toEqual(['name', 'user', 'key'])
    expect(redact(text)).not.toMatch(/abc|'x'|QUJD|hunter2|MIIE/)
  })

  test('a YAML value that starts with a token and goes on gets quotes', () => {
    const token = redact('hunter2')
    const text = redact("message: hunter2 isn't accepted\nargs:\n  - hunter2 --verbose\n  - a: hunter2 # note\n    b: hunter2\n")
    expect(text).toBe(`message: '${token} isn''t accepted'\nargs:\n  - '${token} --verbose'\n  - a: ${token} # note\n    b: ${token}\n`)
    expect(load(text)).toMatchObject({ message: `${token} isn't accepted`, args: [`${token} --verbose`, {}] })
    expect(redact(text)).toBe(text)
  })

  test('data is redacted text by text and by its keys, and keeps its shape', () => {
    const redactor = knowing('hunter2')
    const token = redactor.redact('hunter2')
    const clean = redactor.redactData({
      stdout: 'hunter2',
      lines: ['password:\n  value: zz9', 'hunter2 failed'],
      password: 'x',
      n: 1,
      none: null,
    })
    expect(clean).toEqual({
      stdout: token,
      lines: [expect.stringMatching(/^password:\n {2}value: \[redacted:password#[0-9a-f]{6}\]$/), `${token} failed`],
      password: expect.stringMatching(/^\[redacted:password#[0-9a-f]{6}\]$/),
      n: 1,
      none: null,
    })
    expect(redactor.redact(dump(clean))).toBe(dump(clean))
  })
})

test('a bug never lets a text through', () => {
  const { redact, redactData } = createRedactor()
  const circular: Record<string, unknown> = {}
  circular.self = circular
  expect(redact(undefined as unknown as string)).toBe('[redacted:unreadable#000000]')
  expect(redactData(circular)).toBe('[redacted:unreadable#000000]')
})
