import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { processorMs } from '../files/test-processor-time.ts'
import { createRedactor } from './redact.ts'

const redactor = createRedactor({ salt: 'test' })
redactor.learn('hunter2')
redactor.learn(`-----BEGIN PRIVATE KEY-----\n${'MIIEowIBAAKCAQEAt3zq1f'.repeat(80)}\n-----END PRIVATE KEY-----`)

const million = 1_000_000
const fill = (unit: string, length = million) => unit.repeat(Math.ceil(length / unit.length))

/** Far longer than any of these texts takes, far shorter than a pattern that backtracks would take. Not a benchmark. */
const limitMs = 20_000

function timed(text: string): number {
  return processorMs(() => redactor.redact(text))
}

describe('no text takes long', () => {
  test.each([
    ['dashes', fill('-')],
    ['nested BEGINs', fill('-----BEGIN PRIVATE KEY-----')],
    ['BEGINs with lines', fill('-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEAt3zq1f\n')],
    ['BEGIN without end', `-----BEGIN RSA PRIVATE KEY-----${fill('A')}`],
    ['BEGIN and blanks', fill(`-----BEGIN RSA PRIVATE KEY-----${' '.repeat(500)}`)],
    ['base64', fill('QUJDRGFiY2QxMjM0Ky8')],
    ['one letter', fill('a')],
    ['blanks', fill(' ')],
    ['line breaks', fill('\n')],
    ['backslashes', fill('\\')],
    ['quotes', fill('"')],
    ['escaped quotes', fill('\\"')],
    ['apostrophes', fill("'")],
    ['keys glued together', fill('token:')],
    ['password keys glued together', fill('password:')],
    ['assignments glued together', fill('password=')],
    ['keys in one line', fill('password: ')],
    ['open strings', fill('"password": "')],
    ['open strings on lines', fill('password: "x\n')],
    ['open apostrophes', fill("password: 'x ")],
    ['nested secret objects', fill('{"token":')],
    ['nested secret objects with blanks', fill('{"token": {   ')],
    ['nested parameters', fill('{"parameters":{')],
    ['nested keys arrays', fill('"keys": [')],
    ['YAML keys', fill('token:\n ')],
    ['YAML keys, deeper and deeper', Array.from({ length: 1400 }, (_, n) => `${' '.repeat(n)}password:`).join('\n')],
    ['YAML parameters, deeper and deeper', Array.from({ length: 1400 }, (_, n) => `${' '.repeat(n)}parameters:`).join('\n')],
    ['URLs', fill('a://b:c')],
    ['one URL', `a://b:${fill('c')}`],
    ['user infos', `a://${fill('b:c@')}`],
    ['pipes', fill('| password |')],
    ['curls', fill('curl ')],
    ['mysqls', fill('mysql -')],
    ['elements', fill('<password>')],
    ['flow entries', fill('{password: a,')],
    ['NULs', fill('OS_PASSWORD=a\0')],
    ['shell words', fill('OS_PASSWORD=')],
    ['rows', fill('| password | x\n')],
    ['list marks', fill('- ')],
    ['list marks before a secret', fill('- - hunter2 x\n')],
    ['table blanks', fill(`| password ${' '.repeat(1000)}`)],
    ['colons', fill('aaaaaaaaaaaaaaaaaa:')],
    ['dots', fill('eyJaaaaaaaaa.')],
    ['options', fill('--password ')],
    ['option dashes', fill('-a')],
    ['headers', fill('Authorization: ')],
    ['bearers', fill('Bearer ')],
    ['unseal', fill('unseal -x ')],
    ['names', fill('"name": "password", "value')],
    ['secrets on lines', fill('password: hunter2x\n')],
    ['learned secrets', fill('hunter2')],
    ['escape sequences', fill('\x1b[31m')],
    ['open escape sequences', fill('\x1b[')],
    ['titles', fill('\x1b]0;')],
    ['zero-width characters', fill('\u200b')],
    ['letters of UTF-16', fill('h\0')],
    ['\\u escapes', fill('\\u0068')],
    ['percent signs', fill('%25')],
    ['entities', fill('&#104;')],
    ['ampersands', fill('&amp;')],
    ['quoted-printable', fill('=3D')],
    ['soft line breaks', fill('=\r\n')],
    ['carriage returns', fill('\r')],
    ['borders of cells', fill(' |\n|  |')],
    ['hexadecimal', fill('68756e746572')],
    ['hexadecimal pairs', fill('68 ')],
    ['hexadecimal pairs of C', fill('0x68,')],
    ['base64 of base64 of base64', fill(btoa(btoa(btoa('hunter3 hunter3 '))))],
    ['gzip headers', fill('H4sIAAAAAAAAA')],
    ['gzip of zeros', fill(`${gzipSync(Buffer.alloc(15_000_000)).toString('base64')} `)],
    ['hash marks', fill('$1$')],
    ['hashes', fill('$6$rounds=5000$')],
    ['cookies', fill('Cookie: a')],
    ['one cookie', `Cookie: ${fill('a')}`],
    ['cookie pairs', `Cookie: ${fill('a=b;')}`],
    ['sentences', fill('the password is ')],
    ['sentences with', fill('with password ')],
    ['logins', fill('login a password ')],
    ['owners', fill('password for user ')],
    ['nvpairs', fill('name="passwd" value="')],
    ['ipmitools', fill('ipmitool -P')],
    ['kubeadms', fill('kubeadm join ')],
    ['tokens', fill('[redacted:password#a1b2c3]')],
  ])('a megabyte of %s', (_name, text) => {
    expect(timed(text)).toBeLessThan(limitMs)
  })

  test('five megabytes of ordinary output take well under a second', () => {
    const status =
      '"keystone/0":{"workload-status":{"current":"active","message":"Unit is ready","since":"09 May 2025 15:10:38Z"},"public-address":"10.12.8.41"},\n'
    timed(status)
    expect(timed(fill(status, 5 * million))).toBeLessThan(limitMs)
  })
})

describe('any text', () => {
  const pieces = [
    'password',
    'token',
    ': ',
    '=',
    '"',
    '\\"',
    "'",
    '\n',
    '\\n',
    '  ',
    '{',
    '}',
    '[',
    ']',
    ',',
    'hunter2',
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    'MIIEowIBAAKCAQEA',
    'gAAAAABrAr4RnES_AlOh5X_5smpm893',
    'hvs.CAESIJ1mZkQ0bXh3VnlTb0t3R2Fq',
    '://u:',
    '@h',
    '[redacted:password#a1b2c3]',
    'parameters',
    '| ',
    '--',
    '- ',
    'x',
    '123456',
    ' # ',
    'Authorization: Bearer ',
    'value',
    'name',
    '\ud800',
    '\0',
    ';',
    '|',
    'é',
    '****',
    'null',
    '%20',
    's.iyNUhq8Ov4hIAx6snw5mB2nL',
    'the password is ',
    ' with password ',
    'Set-Cookie: a=b1;',
    '$6$salt$abcdefghijk',
    '\\u0022',
    '&quot;',
    '%22',
    '\x1b[1m',
    '\u200b',
    'aHVudGVyMg==',
    '68756e7465723200',
    'Unseal Key 1: ',
  ]
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % below
  }

  test('is redacted in one pass, and no learned secret is left', () => {
    const broken: string[] = []
    for (let round = 0; round < 6000; round++) {
      const text = Array.from({ length: 1 + random(14) }, () => pieces[random(pieces.length)]).join('')
      const once = redactor.redact(text)
      if (once.includes('hunter2') || once.includes('unreadable') || redactor.redact(once) !== once)
        broken.push(JSON.stringify([text, once, redactor.redact(once)]))
    }
    expect(broken.slice(0, 5)).toEqual([])
  })

  test('that is JSON stays JSON', () => {
    const value = (depth: number): unknown => {
      const kind = random(depth > 3 ? 4 : 6)
      const text = () => Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join('')
      if (kind < 3) return text()
      if (kind === 3) return [123456, -12.5, null, true, 0][random(5)]
      if (kind === 4) return Array.from({ length: random(4) }, () => value(depth + 1))
      return Object.fromEntries(
        Array.from({ length: random(4) }, () => [
          ['password', 'parameters', 'keys', 'token', 'macaroon', 'name', 'value', text()][random(8)],
          value(depth + 1),
        ]),
      )
    }
    const broken: string[] = []
    for (let round = 0; round < 4000; round++) {
      let json = JSON.stringify(value(0), null, random(3))
      if (random(3) === 0) json = JSON.stringify({ stdout: json })
      try {
        JSON.parse(redactor.redact(json))
      } catch {
        broken.push(`${json}  →  ${redactor.redact(json)}`)
      }
    }
    expect(broken.slice(0, 5)).toEqual([])
  })
})
