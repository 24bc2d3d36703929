import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { configuration, filesRead } from './configuration.ts'
import type { Directive } from './directives.ts'

const printed = readFileSync(new URL('captures/nginx-T.txt', import.meta.url), 'utf8')
const answered = (stdout: string) => configuration(undefined).parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })
const dump = (files: Readonly<Record<string, string>>) =>
  Object.entries(files)
    .map(([path, text]) => `# configuration file ${path}:\n${text}\n`)
    .join('')
const names = (directives: readonly Directive[]): readonly unknown[] =>
  directives.map((one) => (one.block ? { [one.name]: names(one.block) } : one.name))

test('another file than the built-in one is asked for by name', () => {
  expect(configuration('/srv/nginx.conf').argv).toEqual(['nginx', '-T', '-c', '/srv/nginx.conf'])
})

test('a real print is read with its includes in their place', () => {
  const [http] = answered(printed).filter((one) => one.name === 'http')
  expect(names(http?.block ?? [])).toEqual([
    'access_log',
    { upstream: ['server'] },
    {
      server: [
        'listen',
        'server_name',
        'proxy_ssl_verify',
        'proxy_ssl_trusted_certificate',
        'proxy_ssl_server_name',
        'proxy_set_header',
        { location: ['proxy_ssl_name', 'proxy_pass', 'proxy_redirect'] },
        { location: ['proxy_ssl_name', 'proxy_pass'] },
      ],
    },
  ])
})

test('a CA file with a relative path is in the folder of the main file', () => {
  const files = { '/srv/n/nginx.conf': 'include /tls;\n', '/tls': 'proxy_ssl_trusted_certificate ca.pem;\n' }
  expect(answered(dump(files)).map(({ args }) => args)).toEqual([['/srv/n/ca.pem']])
})

describe('an include', () => {
  test('is relative to the main file, and sorted as a shell does', () => {
    const files = {
      '/etc/nginx/nginx.conf': 'include conf.d/*.conf;\n',
      '/etc/nginx/conf.d/b.conf': 'b;\n',
      '/etc/nginx/conf.d/a.conf': 'a;\n',
    }
    expect(answered(dump(files)).map((one) => [one.name, one.at])).toEqual([
      ['a', '/etc/nginx/conf.d/a.conf:1'],
      ['b', '/etc/nginx/conf.d/b.conf:1'],
    ])
  })

  test('may stand in several places, though its file is printed once', () => {
    const files = { '/n.conf': 's { include /tls; }\nt { include /tls; }\n', '/tls': 'verify on;\n' }
    expect(names(answered(dump(files)))).toEqual([{ s: ['verify'] }, { t: ['verify'] }])
  })

  test('by a pattern may match nothing', () => {
    expect(names(answered(dump({ '/n.conf': 'a;\ninclude /etc/none/*;\n' })))).toEqual(['a'])
  })
})

describe('a configuration is not understood', () => {
  test.each([
    ['', 'printed nothing'],
    ['server {}\n', 'begins with "server {}\\n", wanted "# configuration file …:"'],
    [printed.slice(0, -1).trimEnd(), 'was cut short: the last line feed is missing'],
    [dump({ '/n.conf': 'http {\n  server {\n  }\n' }), '/n.conf:1: the block of http is never closed'],
    [dump({ '/n.conf': 'a;\n}\n' }), '/n.conf:2: a } that closes nothing'],
    [dump({ '/n.conf': 'http { listen 80 }\n' }), '/n.conf:1: listen is not ended by a ;'],
    [dump({ '/n.conf': 'listen 80\n' }), '/n.conf:1: listen is not ended by a ;'],
    [dump({ '/n.conf': ';\n' }), '/n.conf:1: a ; without a directive before it'],
    [dump({ '/n.conf': 'include /gone.conf;\n' }), '/n.conf:1: includes /gone.conf, which nginx -T did not print'],
    [dump({ '/n.conf': 'include /n.conf;\n' }), '/n.conf:1: /n.conf includes itself'],
  ])('%j', (stdout, message) => {
    expect(() => answered(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

test('the files that nginx reads at its start are its configuration, and the certificates and CAs named there', () => {
  const files = (stdout: string) => filesRead(undefined).parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })
  const server = 'server { ssl_certificate tls/own.pem; location / { proxy_ssl_trusted_certificate /srv/ca.pem; } }'
  const dynamic = 'server { ssl_certificate $ssl_server_name.pem; proxy_ssl_certificate data:x; ssl_crl /srv/ca.pem; }'
  expect(files(dump({ '/etc/nginx/nginx.conf': 'http { include v/*; }', '/etc/nginx/v/a': server, '/etc/nginx/v/b': dynamic }))).toEqual([
    ...['/etc/nginx/nginx.conf', '/etc/nginx/v/a', '/etc/nginx/v/b', '/etc/nginx/tls/own.pem', '/srv/ca.pem'],
  ])
  expect(() => files('nothing\n')).toThrow('wanted "# configuration file')
  expect(() => files(dump({ '/etc/nginx/a b': '' }))).toThrow('odd characters')
})
